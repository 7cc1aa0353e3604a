/** Nothing lost, nothing twice, nothing silent: the cases in which earlier versions lost records, on the packaged plugin. */
package io.streambus.e2e.lossless;
