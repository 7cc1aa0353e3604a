/** The ports of the rules for groups, by clients of real clusters. */
package io.streambus.connect.group.cluster;
