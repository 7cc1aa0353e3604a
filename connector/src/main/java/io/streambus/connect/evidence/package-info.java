/** The copies that stand on the target behind the floor: found by their headers, held against the source's records by their content. */
package io.streambus.connect.evidence;
