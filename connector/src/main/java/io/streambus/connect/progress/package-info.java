/** How far each partition has come: what is in flight, what is on the target, and what the checkpoints say of it. */
package io.streambus.connect.progress;
