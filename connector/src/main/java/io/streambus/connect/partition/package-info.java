/** Which partitions a task has, and where each goes on: at its checkpoint, with what stands on the target as evidence, never as a position. */
package io.streambus.connect.partition;
