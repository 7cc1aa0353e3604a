/** The task that passes over the groups of a flow every so often: its clients, its timing, and what it tells when a pass fails. */
package io.streambus.connect.group.pass;
