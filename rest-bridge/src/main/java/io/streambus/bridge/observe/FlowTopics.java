package io.streambus.bridge.observe;

import io.streambus.bridge.cluster.SafeMessage;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.plan.FlowPlan;
import io.streambus.bridge.plan.LinkCompiler;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.topic.TopicSelection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which topics the flows of links carry, by the rule that the connector itself applies. Worked out once per document. Thread-safe. */
final class FlowTopics {

    private static final Logger LOG = LoggerFactory.getLogger(FlowTopics.class);

    private final ConcurrentMap<String, Known> byLink = new ConcurrentHashMap<>();

    private record Known(ReplicationLink link, Set<Flow> flows, Map<Flow, Predicate<String>> topics) {}

    /** By flow of the link: whether it carries the topic of that name on its source. */
    Map<Flow, Predicate<String>> of(LinkView view) {
        ReplicationLink link = view.link();
        Set<Flow> flows = view.flows().keySet();
        return byLink.compute(
                        link.id(),
                        (id, known) -> known != null
                                        && known.link().equals(link)
                                        && known.flows().equals(flows)
                                ? known
                                : new Known(link, flows, workedOut(link, flows)))
                .topics();
    }

    /** Lets go of links that are not there any more. */
    void retain(Set<String> linkIds) {
        byLink.keySet().retainAll(linkIds);
    }

    /** @throws KafkaException if the connector would refuse the configuration */
    static TopicSelection selection(FlowPlan plan) {
        return new SourceConfig(plan.copying().configWithName()).topicSelection();
    }

    private static Map<Flow, Predicate<String>> workedOut(ReplicationLink link, Set<Flow> flows) {
        Map<Flow, Predicate<String>> topics = new HashMap<>();
        flows.forEach(flow -> topics.put(flow, carries(LinkCompiler.compile(link, flow))));
        return Map.copyOf(topics);
    }

    private static Predicate<String> carries(FlowPlan plan) {
        try {
            return selection(plan)::selects;
        } catch (KafkaException e) {
            // A link that was stored before something was refused must not keep the others from being observed.
            LOG.warn("Which topics {} carries cannot be told: {}", plan.flow().name(), SafeMessage.of(e));
            return topic -> true;
        }
    }
}
