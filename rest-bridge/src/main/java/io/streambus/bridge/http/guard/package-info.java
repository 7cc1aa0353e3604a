/** What a request passes before a resource sees it: hosts, origins, access, audit log, limits. */
package io.streambus.bridge.http.guard;
