/**
 * The consumer groups of a flow: which position of the source is which on the target, what of it is committed there, and what is told of it. Rules, and
 * the ports to both clusters.
 */
package io.streambus.connect.group;
