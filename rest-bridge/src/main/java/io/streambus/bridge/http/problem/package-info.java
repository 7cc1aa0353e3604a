/** The one form of every error (RFC 9457), from resources, from Jersey and from Jetty. */
package io.streambus.bridge.http.problem;
