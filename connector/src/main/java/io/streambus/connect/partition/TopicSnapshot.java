package io.streambus.connect.partition;

import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.topic.SourceTopic;
import java.util.List;
import java.util.Map;

/**
 * What was seen of the topics at one time.
 *
 * @param topics that the flow carries
 * @param limits of their topics on the target, by that topic's name; of topics that are not there, or not shown, nothing
 */
public record TopicSnapshot(List<SourceTopic> topics, Map<String, TopicLimits> limits) {
    public TopicSnapshot {
        topics = List.copyOf(topics);
        limits = Map.copyOf(limits);
    }

    TopicLimits limitsOf(SourceTopic topic) {
        return limits.getOrDefault(topic.targetName(), TopicLimits.NONE);
    }
}
