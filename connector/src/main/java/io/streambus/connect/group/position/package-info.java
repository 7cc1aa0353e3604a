/** Where a position in a source partition is on the target: the offset map first, then the copies that stand there. */
package io.streambus.connect.group.position;
