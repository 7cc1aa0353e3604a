/** Looks at clusters, checkpoints and links at regular intervals, and keeps what was seen last. */
package io.streambus.bridge.observe;
