/**
 * Reads partitions of a cluster over one connection, or over many where the way is long. A broker lets no more than its socket buffer be under
 * way on a connection, 100 KB by default, so a connection carries 100 KB per round trip and no more; only further connections help.
 */
package io.streambus.connect.fetch;
