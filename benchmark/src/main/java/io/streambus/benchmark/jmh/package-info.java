/** Micro-benchmarks of what the record path does for each record: transforms, the provenance header, the offset map. Run by {@code ./streambus benchmark --jmh}. */
package io.streambus.benchmark.jmh;
