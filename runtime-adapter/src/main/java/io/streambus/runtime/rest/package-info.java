/**
 * The {@link io.streambus.runtime.ConnectRuntime} that speaks Kafka Connect's REST API, for Connect 3.8 and newer (KIP-875, KIP-980,
 * KIP-477): what a bridge in production uses.
 */
package io.streambus.runtime.rest;
