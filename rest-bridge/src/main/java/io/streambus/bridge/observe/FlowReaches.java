package io.streambus.bridge.observe;

import io.streambus.bridge.cluster.SafeMessage;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.TopicScope;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.plan.LinkCompiler;
import io.streambus.bridge.relation.FlowReach;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.topic.TopicNaming;
import io.streambus.connect.topic.TopicSelection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which topics flows take where, by the rules that the connector itself applies. Worked out once per document. Thread-safe. */
final class FlowReaches {

    private static final Logger LOG = LoggerFactory.getLogger(FlowReaches.class);

    private final ConcurrentMap<String, Known> byLink = new ConcurrentHashMap<>();

    private record Known(ReplicationLink link, List<Flow> flows, List<FlowReach> reaches) {}

    /** Of a link as it is kept: the same objects for as long as it is not changed. */
    List<FlowReach> kept(ReplicationLink link, List<Flow> flows) {
        return byLink.compute(
                        link.id(),
                        (id, known) -> known != null
                                        && known.link().equals(link)
                                        && known.flows().equals(flows)
                                ? known
                                : new Known(link, flows, of(link, flows)))
                .reaches();
    }

    /** Lets go of links that are not there any more. */
    void retain(Set<String> linkIds) {
        byLink.keySet().retainAll(linkIds);
    }

    /** @param flows of the link; those that the connector would refuse are left out */
    static List<FlowReach> of(ReplicationLink link, List<Flow> flows) {
        return flows.stream().flatMap(flow -> of(link, flow).stream()).toList();
    }

    private static Optional<FlowReach> of(ReplicationLink link, Flow flow) {
        TopicScope scope = link.topics();
        Set<String> named = new HashSet<>(scope.names());
        named.addAll(scope.rules().keySet());
        try {
            SourceConfig config =
                    new SourceConfig(LinkCompiler.compile(link, flow).copying().configWithName());
            TopicSelection selection = config.topicSelection();
            TopicNaming naming = config.topicNaming();
            return Optional.of(new FlowReach(
                    link.id(),
                    flow.id(),
                    named,
                    scope.names().isEmpty() || scope.regex().isPresent(),
                    rule(scope),
                    selection::selects,
                    naming::onTarget));
        } catch (KafkaException e) {
            // A link that was stored before something was refused must not keep the others from being looked at.
            LOG.warn("Which topics {} carries cannot be told: {}", flow.name(), SafeMessage.of(e));
            return Optional.empty();
        }
    }

    private static String rule(TopicScope scope) {
        Map<String, String> renamed = new TreeMap<>();
        Set<String> excluded = new TreeSet<>(scope.exclude());
        scope.rules().forEach((topic, rule) -> {
            rule.target().ifPresent(target -> renamed.put(topic, target));
            if (!rule.enabled()) {
                excluded.add(topic);
            }
        });
        return scope.regex().orElse(".*")
                + (scope.names().isEmpty() ? "" : " and " + String.join(", ", scope.names()))
                + (excluded.isEmpty() ? "" : " without " + String.join(", ", excluded))
                + (scope.prefix().isEmpty() ? "" : " with prefix " + scope.prefix())
                + (renamed.isEmpty() ? "" : " renamed " + renamed);
    }
}
