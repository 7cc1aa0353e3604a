package io.streambus.connect.topic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A setting that single topics have on the target whatever the source has, given as {@code topic:value} pairs by the source's topic. Immutable,
 * thread-safe.
 */
public final class FixedSetting {

    public static final FixedSetting COMPRESSION = new FixedSetting(
            TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed", "producer", "gzip", "snappy", "lz4", "zstd");
    public static final FixedSetting TIMESTAMPS =
            new FixedSetting(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime", "LogAppendTime");

    private final String setting;
    private final List<String> values;

    private FixedSetting(String setting, String... values) {
        this.setting = setting;
        this.values = List.of(values);
    }

    /** Adds this setting to those of each topic that the pairs name, as {@link #validator()} accepts them. */
    public void addTo(Map<String, Map<String, String>> byTopic, List<String> pairs) {
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            byTopic.computeIfAbsent(pair.substring(0, colon), topic -> new HashMap<>())
                    .put(setting, pair.substring(colon + 1));
        }
    }

    /** Refuses anything but {@code topic:value} pairs, each topic at most once. */
    public ConfigDef.Validator validator() {
        return new Pairs();
    }

    private final class Pairs implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            List<String> faults = new ArrayList<>();
            Set<String> topics = new HashSet<>();
            for (Object element : (List<?>) value) {
                String entry = (String) element;
                String[] pair = entry.split(":", -1);
                if (pair.length != 2 || !TopicNaming.isTopicName(pair[0]) || !values.contains(pair[1])) {
                    faults.add("'" + entry + "' is not of the form topic:value, with a value of " + values);
                } else if (!topics.add(pair[0])) {
                    faults.add("'" + entry + "' names " + pair[0] + " a second time");
                }
            }
            if (!faults.isEmpty()) {
                throw new ConfigException(name, value, String.join("; ", faults));
            }
        }

        @Override
        public String toString() {
            return "topic:value pairs, with a value of " + String.join(", ", values);
        }
    }
}
