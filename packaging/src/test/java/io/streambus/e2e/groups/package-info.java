/** Consumer groups that move from one cluster to the other. */
package io.streambus.e2e.groups;
