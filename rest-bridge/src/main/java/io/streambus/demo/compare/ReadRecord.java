package io.streambus.demo.compare;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record as a consumer found it in one partition.
 *
 * @param offset in the partition it was read from
 * @param timestamp ms since the epoch, as the record carries it
 * @param key empty for a null key; zero bytes are a key
 * @param value empty for a tombstone; zero bytes are a value
 * @param headers in the record's order; names may repeat
 */
public record ReadRecord(
        long offset, long timestamp, Optional<Bytes> key, Optional<Bytes> value, List<ReadHeader> headers) {

    /** The header that says where a replicated record has been; hops oldest first, the last one {@code cluster/topic/partition@offset}. */
    public static final String PROVENANCE_HEADER = "streambus.provenance";

    private static final Pattern LAST_HOP =
            Pattern.compile("(?:.*>)?([^>/@:]+)/([^>/@:]+)/(\\d{1,10})@(\\d{1,18})(?:~\\d{1,18})?", Pattern.DOTALL);

    /**
     * One header.
     *
     * @param value empty for a null value
     */
    public record ReadHeader(String name, Optional<Bytes> value) {
        public ReadHeader {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }
    }

    public ReadRecord {
        if (offset < 0) {
            throw new IllegalArgumentException("the offset of a record must be 0 or more, found " + offset);
        }
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        headers = List.copyOf(headers);
    }

    /**
     * Where the flow read this copy.
     *
     * @param cluster the flow's source cluster
     * @param topic the source topic, which has the same name on the target
     * @param partition the source partition
     * @return the source offset; empty if the record does not say that it came from there
     */
    OptionalLong origin(String cluster, String topic, int partition) {
        return headers.stream()
                .filter(header -> header.name().equals(PROVENANCE_HEADER))
                .reduce((first, last) -> last)
                .flatMap(ReadHeader::value)
                .map(bytes -> LAST_HOP.matcher(new String(bytes.content(), StandardCharsets.UTF_8)))
                .filter(Matcher::matches)
                .filter(hop -> hop.group(1).equals(cluster)
                        && hop.group(2).equals(topic)
                        && Long.parseLong(hop.group(3)) == partition)
                .map(hop -> OptionalLong.of(Long.parseLong(hop.group(4))))
                .orElse(OptionalLong.empty());
    }

    List<ReadHeader> headersExcept(Collection<String> names) {
        return headers.stream().filter(header -> !names.contains(header.name())).toList();
    }
}
