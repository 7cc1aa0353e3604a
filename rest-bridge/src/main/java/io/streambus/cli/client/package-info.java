/** Requests to a bridge: addresses, credentials, time-outs, and what its problems say to a person. */
package io.streambus.cli.client;
