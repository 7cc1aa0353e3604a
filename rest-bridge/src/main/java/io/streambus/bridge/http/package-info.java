/** The REST API: Jersey resources on Jetty. */
package io.streambus.bridge.http;
