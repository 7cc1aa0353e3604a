/** What the checkpoints topic says of a flow's consumer groups: values, their versioned form, and the table that a reader keeps of them. */
package io.streambus.connect.checkpoint.group;
