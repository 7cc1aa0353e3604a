/**
 * Where a source partition's records stand on the target, and back: recorded while they are copied, kept in bounded pages, and asked as an
 * {@link io.streambus.connect.offset.OffsetMap}, which the provenance headers on the target make exact where its own resolution ends.
 */
package io.streambus.connect.offset;
