/** Who may call the API: users, roles, and the files that name them. Knows no HTTP server. */
package io.streambus.bridge.access;
