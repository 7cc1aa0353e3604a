/** Which cluster is which: what a cluster says of itself, and whether two that answered are one. The rule is that of plugin and bridge. */
package io.streambus.connect.identity;
