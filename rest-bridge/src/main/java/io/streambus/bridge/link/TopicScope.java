package io.streambus.bridge.link;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which topics a link carries, and under which names. Names and pattern both empty means: all.
 *
 * @param names literal topic names
 * @param regex matched against whole names
 * @param exclude names and patterns, matched against whole names; they win
 * @param prefix put before the name on the target; empty for none
 * @param rules by source topic
 */
public record TopicScope(
        List<String> names, Optional<String> regex, List<String> exclude, String prefix, Map<String, TopicRule> rules) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /**
     * What differs for one topic.
     *
     * @param target the topic's name on the target; empty for the link's rule
     * @param enabled false leaves the topic out
     * @param codec in which the target's brokers store the topic; empty for the source's setting
     * @param keepsTimestamps whether copies carry the source's timestamps or the time of the copy; empty for what the target's topic does
     */
    public record TopicRule(
            Optional<String> target, boolean enabled, Optional<Compression> codec, Optional<Boolean> keepsTimestamps) {
        public TopicRule {
            Objects.requireNonNull(target, "target");
            Objects.requireNonNull(codec, "codec");
            Objects.requireNonNull(keepsTimestamps, "keepsTimestamps");
        }
    }

    public TopicScope {
        names = List.copyOf(names);
        Objects.requireNonNull(regex, "regex");
        exclude = List.copyOf(exclude);
        Objects.requireNonNull(prefix, "prefix");
        rules = Collections.unmodifiableMap(new TreeMap<>(rules));
    }

    /** Kafka's rule for topic names ({@code org.apache.kafka.common.internals.Topic}). */
    public static boolean isTopicName(String text) {
        return NAME.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }
}
