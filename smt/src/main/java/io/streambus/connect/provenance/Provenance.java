package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The readable form of the {@code streambus.provenance} header: {@code us-west-1/3@48213>hub/orders:all.orders/3@50100} was produced in us-west-1,
 * read there from partition 3 at offset 48213, and carried on from partition 3 of orders in hub, where it stood at offset 50100, into partition 3 of
 * all.orders.
 *
 * <p>The header's value is ASCII text: hops, oldest first, with {@code >} between them; numbers are decimal without sign or leading zeros, so that
 * each provenance has exactly one form. The last hop is {@code cluster/topic/partition@offset}, or {@code cluster/topic:target/partition@offset} where
 * the topic has another name on the target; {@code ~} and the record's timestamp follow where the flow binds its hops to it ({@link Binding}). Earlier
 * hops are cut to {@code cluster/partition@offset}.
 *
 * <p>A header speaks for a record only where its last hop says that the copy was put: in that topic and partition, and with that timestamp if it names
 * one. Anywhere else an application that copies headers has carried it there. A record carries the header once; if there are several, the last one
 * counts, as in Kafka's {@code Headers.lastHeader}, and the record is reported as malformed.
 *
 * <p>The record path does not use this class but {@link ProvenanceRule} and {@link OwnCopies}, which read the same format without allocating.
 *
 * @param hops oldest first; 1 to {@link #MAX_HOPS}
 * @param readFrom the topic that the last hop was read from
 * @param writtenTo the topic that it was put into; the partition is the same
 * @param boundTimestamp the timestamp that the header is bound to, ms since the epoch, 0 or more; empty if to none
 */
public record Provenance(List<Hop> hops, String readFrom, String writtenTo, OptionalLong boundTimestamp) {

    /** The header's name. Names that begin with {@code streambus.} are reserved. */
    public static final String HEADER = "streambus.provenance";
    /** More hops than any sane topology has clusters: what gets this far is going in circles. */
    public static final int MAX_HOPS = 64;

    private static final int MAX_LONG_BYTES = Long.toString(Long.MAX_VALUE).length();
    private static final int MAX_CUT_HOP_BYTES =
            ClusterName.MAX_LENGTH + 1 + Integer.toString(Integer.MAX_VALUE).length() + 1 + MAX_LONG_BYTES;
    private static final int MAX_LAST_HOP_BYTES =
            MAX_CUT_HOP_BYTES + 2 * (1 + TopicName.MAX_LENGTH) + 1 + MAX_LONG_BYTES;
    /** The longest value that {@link #MAX_HOPS} hops can have; what is longer is malformed and not even read. */
    public static final int MAX_BYTES = (MAX_HOPS - 1) * (MAX_CUT_HOP_BYTES + 1) + MAX_LAST_HOP_BYTES;

    private static final String CLUSTER = "([a-zA-Z0-9._-]{1,120})/";
    private static final String TOPIC = "([a-zA-Z0-9._-]{1,249})";
    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final Pattern CUT_HOP = Pattern.compile(CLUSTER + NUMBER + "@" + NUMBER);
    private static final Pattern LAST_HOP =
            Pattern.compile(CLUSTER + TOPIC + "(?::" + TOPIC + ")?/" + NUMBER + "@" + NUMBER + "(?:~" + NUMBER + ")?");

    public Provenance {
        hops = List.copyOf(hops);
        if (hops.isEmpty() || hops.size() > MAX_HOPS) {
            throw new IllegalArgumentException("a provenance has 1 to " + MAX_HOPS + " hops, found " + hops.size());
        }
        TopicName.require("topic that a record was read from", readFrom);
        TopicName.require("topic that a record was put into", writtenTo);
        if (Objects.requireNonNull(boundTimestamp, "boundTimestamp").orElse(0) < 0) {
            throw new IllegalArgumentException(
                    "a provenance is bound to a timestamp of 0 or more, found " + boundTimestamp.getAsLong());
        }
    }

    /** One that is bound to no timestamp, of a topic that keeps its name. */
    public Provenance(List<Hop> hops, String topic) {
        this(hops, topic, topic, OptionalLong.empty());
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
        Matcher last = LAST_HOP.matcher(texts[texts.length - 1]);
        if (!last.matches()) {
            return Optional.empty();
        }
        String readFrom = last.group(2);
        String renamedTo = last.group(3);
        // A topic that keeps its name is named once.
        if (readFrom.equals(renamedTo)) {
            return Optional.empty();
        }
        List<Hop> hops = new ArrayList<>(texts.length);
        try {
            for (int i = 0; i < texts.length - 1; i++) {
                Matcher cut = CUT_HOP.matcher(texts[i]);
                if (!cut.matches()) {
                    return Optional.empty();
                }
                hops.add(hop(cut.group(1), cut.group(2), cut.group(3)));
            }
            hops.add(hop(last.group(1), last.group(4), last.group(5)));
            OptionalLong bound =
                    last.group(6) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(last.group(6)));
            return Optional.of(new Provenance(hops, readFrom, renamedTo == null ? readFrom : renamedTo, bound));
        } catch (NumberFormatException e) {
            // The patterns let only digits through: a number is too large for a partition, an offset or a timestamp.
            return Optional.empty();
        }
    }

    private static Hop hop(String cluster, String partition, String offset) {
        return new Hop(cluster, Integer.parseInt(partition), Long.parseLong(offset));
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

    /** Where the copy was put, for people: {@code all.orders-3}, or {@code all.orders-3 with timestamp 1700000000000}. */
    public String placed() {
        String place = writtenTo + '-' + last().partition();
        return boundTimestamp.isPresent() ? place + " with timestamp " + boundTimestamp.getAsLong() : place;
    }

    /** The header's value. */
    public byte[] bytes() {
        return toString().getBytes(ISO_8859_1);
    }

    /** The text of the header. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        hops.subList(0, hops.size() - 1).forEach(hop -> text.append(hop).append('>'));
        text.append(last().cluster()).append('/').append(readFrom);
        if (!writtenTo.equals(readFrom)) {
            text.append(':').append(writtenTo);
        }
        text.append('/').append(last().partition()).append('@').append(last().offset());
        boundTimestamp.ifPresent(timestamp -> text.append('~').append(timestamp));
        return text.toString();
    }
}
