/** Bodies of requests: bounded in size and time, and read as JSON. */
package io.streambus.bridge.http.body;
