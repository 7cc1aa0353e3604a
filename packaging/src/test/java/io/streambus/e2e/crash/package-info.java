/** What the packaged plugin promises when workers are killed or stopped and targets are in somebody else's hands: nothing lost, nothing twice. */
package io.streambus.e2e.crash;
