/** The checkpoints topics on target clusters: followed while links are observed, and erased when a link is deleted. */
package io.streambus.bridge.checkpoint;
