/** Makes the answers of an offset map exact by looking at the target. */
package io.streambus.connect.refinement;
