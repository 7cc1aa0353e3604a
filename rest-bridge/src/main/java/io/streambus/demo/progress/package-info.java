/** How far replication has come, seen from outside: end offsets of both clusters, and whether anything still moves. */
package io.streambus.demo.progress;
