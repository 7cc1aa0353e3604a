package io.streambus.connect.watch;

import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.config.TargetTopicSettings;
import io.streambus.connect.config.TopicSettings;
import io.streambus.connect.topic.SourceTopic;
import java.util.Collection;
import java.util.stream.Collectors;

/** What is told of topics on the target that are not the flow's own. Pure. */
final class AdoptionText {

    private AdoptionText() {}

    /**
     * @param foreign at least one
     * @return all topics, the rule and the ways out
     */
    static String refusal(SourceConfig config, Collection<SourceTopic> foreign) {
        return "Cluster " + config.targetAlias() + " has topics that hold records and are not this flow's own: "
                + foreign.stream().map(AdoptionText::named).collect(Collectors.joining(", "))
                + ". '" + config.flow()
                + "' has no checkpoint of them, Connect no offset, and no copy of it stands among their last "
                + TargetEvidence.LAST_RECORDS
                + " records, so they are left as they are. Give the copies other names with "
                + TargetTopicSettings.TOPICS_RENAME
                + ", " + TargetTopicSettings.TOPIC_PREFIX + " or " + TargetTopicSettings.POLICY_CLASS
                + ", leave the topics out with "
                + TopicSettings.TOPICS_EXCLUDE + ", or set " + TargetTopicSettings.EXISTING_TOPICS
                + " = adopt if they are meant to be written into. Where MirrorMaker 2 is taken over, it must have stored its offsets: stop the"
                + " connector before its class is changed.";
    }

    private static String named(SourceTopic topic) {
        return topic.targetName().equals(topic.name())
                ? topic.targetName()
                : topic.targetName() + " (for " + topic.name() + ")";
    }
}
