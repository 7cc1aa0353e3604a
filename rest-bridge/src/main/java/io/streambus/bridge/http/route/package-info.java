/** The table of the API's calls, which roles, bodies and the audit log are looked up in. */
package io.streambus.bridge.http.route;
