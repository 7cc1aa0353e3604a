package io.streambus.connect.headers;

import io.streambus.connect.record.HeaderForm;
import io.streambus.connect.record.SourcePosition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/**
 * The headers that a record goes on with: first some are removed, then values replaced, then headers added, which take the place of all headers of
 * their name. What no rule touches stays as it is, in its order, repeated names included; added headers come last.
 *
 * <p>Thread-safe: immutable, but for the clock.
 */
public final class HeaderRewrite {

    /** What the names of StreamBus's own headers begin with; no rule may touch these. */
    public static final String RESERVED = "streambus.";

    private static final DateTimeFormatter RFC_3339 =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter().withZone(ZoneOffset.UTC);

    private final Set<String> gone;
    private final Map<String, Replacement> replacements;
    private final List<Addition> additions;
    private final HeaderForm form;
    private final String sourceCluster;
    private final String targetCluster;
    private final Clock clock;

    /**
     * @param removed names of headers
     * @param replacements by the header's name
     * @param added values by the header's name
     * @param form of added values, and of replaced ones that were neither bytes nor strings
     * @param sourceCluster for the variable of that name; empty if no template uses it
     * @param targetCluster as {@code sourceCluster}
     * @param clock for the time variables
     */
    public HeaderRewrite(
            Set<String> removed,
            Map<String, Replacement> replacements,
            Map<String, Template> added,
            HeaderForm form,
            String sourceCluster,
            String targetCluster,
            Clock clock) {
        this.gone = new HashSet<>(removed);
        this.gone.addAll(added.keySet());
        this.replacements = Map.copyOf(replacements);
        this.additions = added.entrySet().stream()
                .map(entry -> new Addition(entry.getKey(), entry.getValue(), form))
                .toList();
        this.form = form;
        this.sourceCluster = sourceCluster;
        this.targetCluster = targetCluster;
        this.clock = clock;
    }

    /** Whether {@link #rewrite} would make other headers for this record than it has. */
    public boolean changes(ConnectRecord<?> record) {
        if (!additions.isEmpty()) {
            return true;
        }
        for (Header header : record.headers()) {
            if (gone.contains(header.key()) || isReplaced(header)) {
                return true;
            }
        }
        return false;
    }

    /** @return new headers; those of the record are not changed */
    public Headers rewrite(ConnectRecord<?> record) {
        ConnectHeaders rewritten = new ConnectHeaders();
        for (Header header : record.headers()) {
            if (isReplaced(header)) {
                SchemaAndValue value = replacements.get(header.key()).newValue().replacing(header, form);
                rewritten.add(header.with(value.schema(), value.value()));
            } else if (!gone.contains(header.key())) {
                rewritten.add(header);
            }
        }
        if (!additions.isEmpty()) {
            // One instant, so that two headers of a record never disagree about the time.
            Instant now = clock.instant();
            for (Addition addition : additions) {
                rewritten.add(addition.name(), addition.value(variable -> value(variable, record, now)));
            }
        }
        return rewritten;
    }

    private boolean isReplaced(Header header) {
        Replacement replacement = replacements.get(header.key());
        return replacement != null
                && !gone.contains(header.key())
                && replacement.oldValue().isValueOf(header);
    }

    private String value(Variable variable, ConnectRecord<?> record, Instant now) {
        return switch (variable) {
            case NOW -> RFC_3339.format(now);
            case NOW_MS -> Long.toString(now.toEpochMilli());
            case SOURCE_CLUSTER -> sourceCluster;
            case TARGET_CLUSTER -> targetCluster;
            case TOPIC -> orEmpty(SourcePosition.topic(record));
            case PARTITION -> SourcePosition.isKnown(record) ? Integer.toString(SourcePosition.partition(record)) : "";
            case OFFSET -> SourcePosition.isKnown(record) ? Long.toString(SourcePosition.offset(record)) : "";
            case TIMESTAMP -> orEmpty(record.timestamp());
        };
    }

    private static String orEmpty(Object value) {
        return value == null ? "" : value.toString();
    }
}
