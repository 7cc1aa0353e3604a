/**
 * Where a record has been and where it was put: the {@code streambus.provenance} header, its format, the rule that keeps records from going round in
 * circles, and the predicate that tells a flow's own copies.
 *
 * <p>The record path uses {@link io.streambus.connect.provenance.ProvenanceRule}, {@link io.streambus.connect.provenance.PartitionStamp} and
 * {@link io.streambus.connect.provenance.OwnCopies}, which work on the header's bytes; everything that has time to spare reads the same bytes as a
 * {@link io.streambus.connect.provenance.Provenance}.
 */
package io.streambus.connect.provenance;
