/** How far and how fast links replicate: the arithmetic, and the spec's Prometheus text. */
package io.streambus.bridge.metrics;
