/** The checkpoints topic: what each flow's tasks write of their progress, and the versioned binary form in which it stands there. */
package io.streambus.connect.checkpoint;
