package io.streambus.connect.topic;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.ReplicationPolicy;

/**
 * Which of the source's topics a flow carries: those that an include pattern matches whole, but not the excluded ones, not the internal ones of
 * Kafka, MirrorMaker and StreamBus, and not copies that came from the target ({@code MirrorSourceConnector.isCycle}). Immutable, thread-safe.
 */
public final class TopicSelection {

    private static final Pattern OWN_TOPICS = Pattern.compile("streambus\\..*");

    private final List<Pattern> included;
    private final List<Pattern> excluded;
    private final ReplicationPolicy policy;
    private final String targetAlias;

    /**
     * @param include names and regular expressions, as {@link ValidPatterns} accepts them
     * @param exclude likewise; wins over {@code include}
     */
    public TopicSelection(List<String> include, List<String> exclude, ReplicationPolicy policy, String targetAlias) {
        this.included = compile(include);
        this.excluded = compile(exclude);
        this.policy = Objects.requireNonNull(policy, "policy");
        this.targetAlias = Objects.requireNonNull(targetAlias, "targetAlias");
    }

    public boolean selects(String topic) {
        return matches(included, topic)
                && !matches(excluded, topic)
                && !OWN_TOPICS.matcher(topic).matches()
                && !policy.isInternalTopic(topic)
                && !cameFromTarget(topic);
    }

    /** A topic is a copy of a copy of …: somewhere on the way back may stand the target. */
    private boolean cameFromTarget(String topic) {
        String name = topic;
        while (true) {
            String source = policy.topicSource(name);
            if (source == null) {
                return false;
            }
            if (source.equals(targetAlias)) {
                return true;
            }
            String upstream = policy.upstreamTopic(name);
            // Policies that keep names answer with the same name, for ever.
            if (upstream == null || upstream.equals(name)) {
                return false;
            }
            name = upstream;
        }
    }

    private static List<Pattern> compile(List<String> patterns) {
        return patterns.stream().map(Pattern::compile).toList();
    }

    private static boolean matches(List<Pattern> patterns, String topic) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(topic).matches()) {
                return true;
            }
        }
        return false;
    }

    /** Refuses a list with an entry that is no regular expression of RE2, whose time is linear, which runs them; reports all such entries. */
    public static final class ValidPatterns implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            List<String> faults = new ArrayList<>();
            for (Object entry : (List<?>) value) {
                try {
                    Pattern.compile((String) entry);
                } catch (PatternSyntaxException e) {
                    faults.add("'" + entry + "': " + e.getDescription());
                }
            }
            if (!faults.isEmpty()) {
                throw new ConfigException(
                        name,
                        value,
                        "not a regular expression in RE2's syntax, which has no lookaround and no backreferences: "
                                + String.join("; ", faults)
                                + ". What a list is not to match is said by its exclusions, such as topics.exclude.");
            }
        }

        @Override
        public String toString() {
            return "names and regular expressions (RE2)";
        }
    }
}
