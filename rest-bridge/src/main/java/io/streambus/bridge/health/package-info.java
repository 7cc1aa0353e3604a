/** Whether a link does its job: pure rules over what was observed, and the sentences that say so. */
package io.streambus.bridge.health;
