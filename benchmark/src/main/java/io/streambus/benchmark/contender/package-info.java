/** Who is measured: each copies the same topics, in a process of its own. */
package io.streambus.benchmark.contender;
