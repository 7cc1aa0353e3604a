/** Which partitions a task has right now, from the moment it wants them until nothing of them is in flight. */
package io.streambus.connect.partition;
