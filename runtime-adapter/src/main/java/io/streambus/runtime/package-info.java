/**
 * The port through which StreamBus drives a Kafka Connect cluster: what it can be asked, and the typed answers and errors.
 * The forms that implement it live in {@code io.streambus.runtime.rest} and {@code io.streambus.runtime.embedded}.
 */
package io.streambus.runtime;
