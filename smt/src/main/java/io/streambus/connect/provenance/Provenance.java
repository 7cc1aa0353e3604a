package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The readable form of the {@code streambus.provenance} header: {@code us-west-1/3@48213>hub/3@50100} was produced in us-west-1, read there from
 * partition 3 at offset 48213, and carried on from partition 3 of hub, where it stood at offset 50100.
 *
 * <p>The header's value is ASCII text: hops, oldest first, with {@code >} between them; numbers are decimal without sign or leading zeros, so that
 * each provenance has exactly one form. A record carries the header once; if there are several, the last one counts, as in Kafka's
 * {@code Headers.lastHeader}, and the record is reported as malformed.
 *
 * <p>The record path does not use this class but {@link ProvenanceRule}, which reads the same format without allocating.
 *
 * @param hops oldest first; 1 to {@link #MAX_HOPS}
 */
public record Provenance(List<Hop> hops) {

    /** The header's name. Names that begin with {@code streambus.} are reserved. */
    public static final String HEADER = "streambus.provenance";
    /** More hops than any sane topology has clusters: what gets this far is going in circles. */
    public static final int MAX_HOPS = 64;

    private static final int MAX_HOP_BYTES = ClusterName.MAX_LENGTH
            + 1
            + Integer.toString(Integer.MAX_VALUE).length()
            + 1
            + Long.toString(Long.MAX_VALUE).length();
    /** The longest value that {@link #MAX_HOPS} hops can have; what is longer is malformed and not even read. */
    public static final int MAX_BYTES = MAX_HOPS * (MAX_HOP_BYTES + 1) - 1;

    private static final Pattern HOP = Pattern.compile("([a-zA-Z0-9._-]{1,120})/(0|[1-9][0-9]*)@(0|[1-9][0-9]*)");

    public Provenance {
        hops = List.copyOf(hops);
        if (hops.isEmpty() || hops.size() > MAX_HOPS) {
            throw new IllegalArgumentException("a provenance has 1 to " + MAX_HOPS + " hops, found " + hops.size());
        }
    }

    /**
     * @param header the header's value; null if the record has no such header
     * @return the provenance; empty if there is none or the value is malformed
     */
    public static Optional<Provenance> parse(byte[] header) {
        if (header == null || header.length > MAX_BYTES) {
            return Optional.empty();
        }
        // Every byte becomes one character here, so that no byte beyond ASCII can turn into a character of the format.
        String[] texts = new String(header, ISO_8859_1).split(">", -1);
        if (texts.length > MAX_HOPS) {
            return Optional.empty();
        }
        List<Hop> hops = new ArrayList<>(texts.length);
        for (String text : texts) {
            Optional<Hop> hop = parseHop(text);
            if (hop.isEmpty()) {
                return Optional.empty();
            }
            hops.add(hop.get());
        }
        return Optional.of(new Provenance(hops));
    }

    private static Optional<Hop> parseHop(String text) {
        var matcher = HOP.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        MatchResult parts = matcher.toMatchResult();
        try {
            return Optional.of(
                    new Hop(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))));
        } catch (NumberFormatException e) {
            // The pattern let only digits through: the number is too large for a partition or an offset.
            return Optional.empty();
        }
    }

    /** Where the record was produced. */
    public Hop origin() {
        return hops.get(0);
    }

    /** Where the record was last copied from: the flow that brought it here reads this cluster. */
    public Hop last() {
        return hops.get(hops.size() - 1);
    }

    /**
     * @param cluster a cluster's whole name
     * @return where the record stood in that cluster, the latest stay if there were several; empty if it never was there
     */
    public Optional<Hop> hopAt(String cluster) {
        for (int i = hops.size() - 1; i >= 0; i--) {
            if (hops.get(i).cluster().equals(cluster)) {
                return Optional.of(hops.get(i));
            }
        }
        return Optional.empty();
    }

    /** The header's value. */
    public byte[] bytes() {
        return toString().getBytes(ISO_8859_1);
    }

    /** The text of the header. */
    @Override
    public String toString() {
        return hops.stream().map(Hop::toString).collect(Collectors.joining(">"));
    }
}
