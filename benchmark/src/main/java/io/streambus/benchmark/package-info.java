/** {@code ./streambus benchmark}: MirrorMaker 2 and StreamBus Connect side by side, on the same machine, in the same run, on the same data. */
package io.streambus.benchmark;
