/** Which of several bridges on one control cluster leads. */
package io.streambus.bridge.leader;
