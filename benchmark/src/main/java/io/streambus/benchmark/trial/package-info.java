/** One case: the data is loaded once, then the contenders take their turns, and each of them is judged before it is measured. */
package io.streambus.benchmark.trial;
