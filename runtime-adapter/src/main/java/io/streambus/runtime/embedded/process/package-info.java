/**
 * The same clusters and workers as in {@link io.streambus.runtime.embedded}, each in a JVM of its own: for what cannot be done to a part
 * of one's own process, such as killing and freezing it. Linux and macOS only.
 */
package io.streambus.runtime.embedded.process;
