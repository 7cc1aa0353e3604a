/** What is written to the source: the form of the records, all at once before a run, or at a steady rate during it. */
package io.streambus.benchmark.load;
