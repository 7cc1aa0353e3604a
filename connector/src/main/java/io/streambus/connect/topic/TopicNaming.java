package io.streambus.connect.topic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.ReplicationPolicy;

/** What a source topic is called on the target. Immutable, thread-safe. */
public final class TopicNaming {

    /** Kafka's own rule ({@code org.apache.kafka.common.internals.Topic}). */
    private static final Pattern TOPIC_CHARACTERS = Pattern.compile("[a-zA-Z0-9._-]*");

    private static final int MAX_LENGTH = 249;

    private final String sourceAlias;
    private final String prefix;
    private final Map<String, String> renames;
    private final ReplicationPolicy policy;

    /** @param renames {@code source:target} pairs, as {@link ValidRenames} accepts them */
    public TopicNaming(String sourceAlias, String prefix, List<String> renames, ReplicationPolicy policy) {
        this.sourceAlias = Objects.requireNonNull(sourceAlias, "sourceAlias");
        this.prefix = Objects.requireNonNull(prefix, "prefix");
        this.policy = Objects.requireNonNull(policy, "policy");
        Map<String, String> byName = new LinkedHashMap<>();
        for (String rename : renames) {
            int colon = rename.indexOf(':');
            byName.put(rename.substring(0, colon), rename.substring(colon + 1));
        }
        this.renames = Map.copyOf(byName);
    }

    public String onTarget(String sourceTopic) {
        String renamed = renames.get(sourceTopic);
        return renamed != null ? renamed : prefix + policy.formatRemoteTopic(sourceAlias, sourceTopic);
    }

    /** Refuses anything but {@code source:target} pairs of topic names, each name at most once on its side. */
    public static final class ValidRenames implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            List<String> faults = new ArrayList<>();
            Map<String, String> sources = new LinkedHashMap<>();
            Map<String, String> targets = new LinkedHashMap<>();
            for (Object element : (List<?>) value) {
                String entry = (String) element;
                String[] pair = entry.split(":", -1);
                if (pair.length != 2 || !isTopicName(pair[0]) || !isTopicName(pair[1])) {
                    faults.add("'" + entry + "' is not of the form source:target");
                } else if (sources.put(pair[0], entry) != null) {
                    faults.add("'" + entry + "' renames " + pair[0] + " a second time");
                } else if (targets.put(pair[1], entry) != null) {
                    faults.add("'" + entry + "' writes to " + pair[1] + ", as another rename does");
                }
            }
            if (!faults.isEmpty()) {
                throw new ConfigException(name, value, String.join("; ", faults));
            }
        }

        @Override
        public String toString() {
            return "source:target pairs of topic names";
        }
    }

    /** Refuses a prefix that no topic's name can start with. */
    public static final class ValidPrefix implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            String prefix = (String) value;
            if (!TOPIC_CHARACTERS.matcher(prefix).matches() || prefix.length() >= MAX_LENGTH) {
                throw new ConfigException(name, value, "must be " + this);
            }
        }

        @Override
        public String toString() {
            return "letters, digits, '.', '_' and '-', fewer than " + MAX_LENGTH;
        }
    }

    static boolean isTopicName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_LENGTH
                && !name.equals(".")
                && !name.equals("..")
                && TOPIC_CHARACTERS.matcher(name).matches();
    }
}
