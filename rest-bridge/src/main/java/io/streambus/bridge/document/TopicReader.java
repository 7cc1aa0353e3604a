package io.streambus.bridge.document;

import io.streambus.bridge.json.Found;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.json.Patterns;
import io.streambus.bridge.link.Compression;
import io.streambus.bridge.link.TopicScope;
import io.streambus.bridge.link.TopicScope.TopicRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the fields of a link that say which topics go where. Confined to one reading. */
final class TopicReader {

    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,120}");
    private static final String NAME_RULE = "must be a topic name of 1 to 249 letters, digits, '.', '_' or '-'";

    private final ObjectReader link;

    TopicReader(ObjectReader link) {
        this.link = link;
    }

    TopicScope read() {
        List<String> names = link.texts("topics", (at, name) -> {
            if (!TopicScope.isTopicName(name)) {
                link.faultAt(at, NAME_RULE + ", found " + Found.quoted(name) + "; patterns go into topics_regex");
            }
        });
        Optional<String> regex = link.text("topics_regex").filter(text -> !text.isEmpty());
        regex.flatMap(Patterns::topicFault).ifPresent(message -> link.fault("topics_regex", message));
        List<String> exclude = link.texts(
                "topics_exclude",
                (at, entry) -> Patterns.topicFault(entry).ifPresent(message -> link.faultAt(at, message)));
        String prefix = link.text("topic_prefix").orElse("");
        if (!PREFIX.matcher(prefix).matches()) {
            link.fault(
                    "topic_prefix",
                    "must be at most 120 letters, digits, '.', '_' or '-', found " + Found.quoted(prefix));
        }
        return new TopicScope(names, regex, exclude, prefix, rules());
    }

    private Map<String, TopicRule> rules() {
        Map<String, TopicRule> rules = new TreeMap<>();
        Map<String, String> sourceByTarget = new HashMap<>();
        link.object("topic_config").ifPresent(byTopic -> {
            for (String topic : byTopic.fieldNames()) {
                if (!TopicScope.isTopicName(topic)) {
                    byTopic.fault(topic, NAME_RULE + " as its key");
                }
                byTopic.object(topic).ifPresent(fields -> {
                    TopicRule rule = rule(topic, fields);
                    rules.put(topic, rule);
                    rule.target().filter(target -> rule.enabled()).ifPresent(target -> {
                        String other = sourceByTarget.putIfAbsent(target, topic);
                        if (other != null) {
                            fields.fault(
                                    "target_topic",
                                    "is the target of " + Found.quoted(other) + " too; two topics cannot share one");
                        }
                    });
                });
            }
        });
        return rules;
    }

    private static TopicRule rule(String topic, ObjectReader fields) {
        fields.text("source_topic")
                .filter(source -> !source.equals(topic))
                .ifPresent(source -> fields.fault(
                        "source_topic",
                        "must be the key " + Found.quoted(topic) + " that it stands under, or left out, found "
                                + Found.quoted(source)));
        Optional<String> target = fields.text("target_topic").filter(text -> !text.isEmpty());
        if (target.isPresent() && !TopicScope.isTopicName(target.get())) {
            fields.fault("target_topic", NAME_RULE + ", found " + Found.quoted(target.get()));
            target = Optional.empty();
        }
        boolean enabled = fields.bool("enabled", true);
        Optional<Compression> codec = TransferReader.compressionType(fields);
        Optional<Boolean> keepsTimestamps = fields.bool("preserve_timestamps");
        fields.refuseOthers();
        return new TopicRule(target, enabled, codec, keepsTimestamps);
    }
}
