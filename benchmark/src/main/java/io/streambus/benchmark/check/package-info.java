/** Whether a run has copied what it should: a run that has not is refused, however fast it was. */
package io.streambus.benchmark.check;
