package io.streambus.connect.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streambus.connect.smt.FilterRecords;
import io.streambus.connect.smt.PreventLoops;
import io.streambus.connect.smt.RewriteHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * What StreamBus's own transforms in the connector's configuration will make of a record before it is written: the worker applies them after the
 * task has handed the record over. Those of other makers, and those under a predicate, are passed over, since what they do cannot be known here.
 * Applies instances of its own, whose metrics nobody sees. Confined to the task's thread.
 */
public final class TransformPreview {

    private static final String LIST = "transforms";
    private static final String TYPE = "type";
    private static final String PREDICATE = "predicate";

    /**
     * No variable of a template gets longer than this many times its own name: {@code ${topic}}, 8 characters, stands for 249 at most. It leaves
     * room for the lengths that go with a header as well.
     */
    private static final int EXPANSION = 32;

    /** For what a transform adds that its configuration does not show: another hop. */
    private static final int HOP = 1024;

    private final List<Transformation<SourceRecord>> ours = new ArrayList<>();
    private long mostAdded;
    private long mostAddedPerHeader;

    /**
     * @param settings of the connector
     * @throws org.apache.kafka.common.config.ConfigException if one of our transforms is configured wrongly, as the worker finds too
     */
    public TransformPreview(Map<String, String> settings) {
        for (Object name : (List<?>) ConfigDef.parseType(LIST, settings.getOrDefault(LIST, ""), ConfigDef.Type.LIST)) {
            Map<String, String> own = under(LIST + "." + name + ".", settings);
            if (own.containsKey(PREDICATE)) {
                continue;
            }
            ours(own.getOrDefault(TYPE, "").trim()).ifPresent(transform -> add(transform, own));
        }
    }

    private static Map<String, String> under(String prefix, Map<String, String> settings) {
        Map<String, String> own = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                own.put(key.substring(prefix.length()), value);
            }
        });
        return own;
    }

    /** Whether a class of this name is a transform of ours. */
    public static boolean isOurs(String type) {
        return ours(type).isPresent();
    }

    /** By the full name, or by the short one that Connect takes too. */
    private static Optional<Transformation<SourceRecord>> ours(String type) {
        if (is(type, FilterRecords.class)) {
            return Optional.of(new FilterRecords<>());
        }
        if (is(type, RewriteHeaders.class)) {
            return Optional.of(new RewriteHeaders<>());
        }
        return is(type, PreventLoops.class) ? Optional.of(new PreventLoops<>()) : Optional.empty();
    }

    private static boolean is(String type, Class<?> transform) {
        return type.equals(transform.getName()) || type.equals(transform.getSimpleName());
    }

    private void add(Transformation<SourceRecord> transform, Map<String, String> own) {
        transform.configure(own);
        ours.add(transform);
        if (transform instanceof FilterRecords) {
            return;
        }
        mostAdded += HOP;
        int longest = 0;
        for (Map.Entry<String, String> setting : own.entrySet()) {
            int bytes = setting.getValue() == null ? 0 : setting.getValue().getBytes(UTF_8).length;
            mostAdded += (long) EXPANSION * (setting.getKey().getBytes(UTF_8).length + bytes);
            longest = Math.max(longest, bytes);
        }
        mostAddedPerHeader += longest;
    }

    /** @return the record as it will be written; null if one of our transforms will drop it */
    public SourceRecord apply(SourceRecord record) {
        SourceRecord transformed = record;
        for (Transformation<SourceRecord> transform : ours) {
            if (transformed == null) {
                return null;
            }
            transformed = transform.apply(transformed);
        }
        return transformed;
    }

    /**
     * The most by which our transforms make a record larger, in bytes.
     *
     * @param headers that the record has before: a replaced value may be longer than the old one in each of them
     */
    long mostAdded(int headers) {
        return mostAdded + mostAddedPerHeader * headers;
    }
}
