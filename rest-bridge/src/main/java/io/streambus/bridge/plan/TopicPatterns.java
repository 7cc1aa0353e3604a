package io.streambus.bridge.plan;

import io.streambus.bridge.link.TopicScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Topics in the connector's form: comma-separated expressions, each of which must match a whole name. */
final class TopicPatterns {

    /** MirrorMaker 2's default, which setting {@code topics.exclude} would replace. */
    private static final List<String> ALWAYS_EXCLUDED = List.of("mm2.*\\.internal", ".*\\.replica", "__.*");

    private TopicPatterns() {}

    static String included(TopicScope scope) {
        List<String> patterns = new ArrayList<>();
        scope.names().forEach(name -> patterns.add(literal(name)));
        scope.regex().ifPresent(patterns::add);
        return patterns.isEmpty() ? ".*" : String.join(",", patterns);
    }

    static String excluded(TopicScope scope) {
        List<String> patterns = new ArrayList<>(ALWAYS_EXCLUDED);
        scope.exclude().forEach(entry -> patterns.add(TopicScope.isTopicName(entry) ? literal(entry) : entry));
        scope.rules().forEach((topic, rule) -> {
            if (!rule.enabled()) {
                patterns.add(literal(topic));
            }
        });
        return String.join(",", patterns);
    }

    /**
     * What a topic's rule says of one matter, as {@code topic:word} pairs.
     *
     * @param word empty where a rule leaves the matter open
     */
    static String pairs(TopicScope scope, Function<TopicScope.TopicRule, Optional<String>> word) {
        List<String> pairs = new ArrayList<>();
        scope.rules().forEach((topic, rule) -> word.apply(rule).ifPresent(said -> pairs.add(topic + ':' + said)));
        return String.join(",", pairs);
    }

    /** Of the characters a topic name may have, only the dot means something to a pattern. */
    private static String literal(String name) {
        return name.replace(".", "\\.");
    }
}
