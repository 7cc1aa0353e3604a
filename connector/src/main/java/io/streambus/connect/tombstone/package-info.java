/** Deletions that a flow may have missed: a compacted topic keeps a tombstone for a time, and a flow that rests for longer does not see it any more. */
package io.streambus.connect.tombstone;
