/** The REST API: Jersey resources on Jetty, and the one form of every error. */
package io.streambus.bridge.http;
