/** Where a partition goes on: at its checkpoint, with what stands on the target as evidence, never as a position; and what is done about records that are gone. */
package io.streambus.connect.start;
