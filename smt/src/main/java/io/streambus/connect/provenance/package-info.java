/**
 * Where a record has been: the {@code streambus.provenance} header, its format, and the rule that keeps records from going round in circles.
 *
 * <p>The record path uses {@link io.streambus.connect.provenance.ProvenanceRule} and {@link io.streambus.connect.provenance.PartitionStamp},
 * which work on the header's bytes; everything that has time to spare reads the same bytes as a
 * {@link io.streambus.connect.provenance.Provenance}.
 */
package io.streambus.connect.provenance;
