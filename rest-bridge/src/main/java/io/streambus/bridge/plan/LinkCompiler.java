package io.streambus.bridge.plan;

import static io.streambus.bridge.plan.ConnectorKeys.ALIAS;
import static io.streambus.bridge.plan.ConnectorKeys.BYTE_ARRAY_CONVERTER;
import static io.streambus.bridge.plan.ConnectorKeys.CHECKPOINT_INTERVAL;
import static io.streambus.bridge.plan.ConnectorKeys.CONNECTOR_CLASS;
import static io.streambus.bridge.plan.ConnectorKeys.CONSUMER;
import static io.streambus.bridge.plan.ConnectorKeys.EXISTING_TOPICS;
import static io.streambus.bridge.plan.ConnectorKeys.FORWARD;
import static io.streambus.bridge.plan.ConnectorKeys.IDENTITY_POLICY;
import static io.streambus.bridge.plan.ConnectorKeys.POLICY_CLASS;
import static io.streambus.bridge.plan.ConnectorKeys.PRODUCER_OVERRIDE;
import static io.streambus.bridge.plan.ConnectorKeys.SOURCE;
import static io.streambus.bridge.plan.ConnectorKeys.SOURCE_ADMIN;
import static io.streambus.bridge.plan.ConnectorKeys.SOURCE_CONNECTOR;
import static io.streambus.bridge.plan.ConnectorKeys.TARGET;
import static io.streambus.bridge.plan.ConnectorKeys.TARGET_ADMIN;
import static io.streambus.bridge.plan.ConnectorKeys.THROTTLE;
import static io.streambus.bridge.plan.ConnectorKeys.TOPICS;
import static io.streambus.bridge.plan.ConnectorKeys.TOPICS_COMPRESSION;
import static io.streambus.bridge.plan.ConnectorKeys.TOPICS_EXCLUDE;
import static io.streambus.bridge.plan.ConnectorKeys.TOPICS_RENAME;
import static io.streambus.bridge.plan.ConnectorKeys.TOPICS_TIMESTAMP_TYPE;
import static io.streambus.bridge.plan.ConnectorKeys.TOPIC_PREFIX;

import io.streambus.bridge.link.Compression;
import io.streambus.bridge.link.FlowTuning;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.TopicScope.TopicRule;
import io.streambus.bridge.link.cluster.LinkedCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compiles a link to the connector configurations of its flows (architecture, section 3). */
public final class LinkCompiler {

    /** {@code max_messages} is a bound. More in one go only live longer in the worker, which garbage collection pays for. */
    private static final int MOST_PER_POLL = 500;

    private LinkCompiler() {}

    /** The names of a flow's connectors, the one that copies first. Their settings take longer, and who looks after a link needs them seldom. */
    public static List<String> connectors(Flow flow) {
        return List.of(flow.name());
    }

    /** The plans of a link that has just been made. */
    public static List<FlowPlan> compile(ReplicationLink link) {
        return compile(link, Flow.of(link));
    }

    /** @param flows of the link */
    public static List<FlowPlan> compile(ReplicationLink link, List<Flow> flows) {
        return flows.stream().map(flow -> compile(link, flow)).toList();
    }

    /** @param flow of the link */
    public static FlowPlan compile(ReplicationLink link, Flow flow) {
        return new FlowPlan(flow, List.of(new FlowPlan.Connector(flow.name(), config(link, flow))));
    }

    private static Map<String, String> config(ReplicationLink link, Flow flow) {
        Map<String, String> config = new TreeMap<>();
        connector(config, link.tuning());
        cluster(config, SOURCE, SOURCE_ADMIN, flow.source());
        cluster(config, TARGET, TARGET_ADMIN, flow.target());
        topics(config, link);
        consumer(config, link.tuning());
        ProducerSettings.of(link.tuning(), flow.target())
                .forEach((key, value) -> config.put(PRODUCER_OVERRIDE + key, value));
        config.putAll(TransformSettings.of(link, flow));
        return config;
    }

    private static void connector(Map<String, String> config, FlowTuning tuning) {
        config.put(CONNECTOR_CLASS, SOURCE_CONNECTOR);
        config.put("tasks.max", Integer.toString(tuning.concurrentPartitions()));
        // The worker's defaults would re-read bytes as JSON and change them.
        config.put("key.converter", BYTE_ARRAY_CONVERTER);
        config.put("value.converter", BYTE_ARRAY_CONVERTER);
        config.put("header.converter", BYTE_ARRAY_CONVERTER);
        config.put("errors.tolerance", "none");
        config.put(
                CHECKPOINT_INTERVAL, Long.toString(tuning.checkpointInterval().toMillis()));
        config.put(THROTTLE, Long.toString(tuning.throttleBytesPerSecond()));
        if (tuning.exactlyOnce()) {
            config.put("exactly.once.support", "required");
            // The task's own transactions are large enough for a WAN and short enough for those who wait.
            config.put("transaction.boundary", "connector");
        }
    }

    private static void cluster(Map<String, String> config, String prefix, String adminPrefix, LinkedCluster cluster) {
        config.put(prefix + ALIAS, cluster.clusterId());
        ClusterClientSettings.of(cluster).forEach((key, value) -> config.put(prefix + key, value));
        // Time bounds the tries, not max_retries: a new topic of many partitions has leaders later than three tries
        // take, and the task would fail for it.
        config.put(adminPrefix + "default.api.timeout.ms", ClusterClientSettings.apiTimeout(cluster));
    }

    private static void topics(Map<String, String> config, ReplicationLink link) {
        config.put(TOPICS, TopicPatterns.included(link.topics()));
        config.put(TOPICS_EXCLUDE, TopicPatterns.excluded(link.topics()));
        // The connector's default is MirrorMaker 2's, an alias in front; what a link writes where stands in its
        // document.
        config.put(POLICY_CLASS, IDENTITY_POLICY);
        // The document names both sides, so nobody is surprised by what is written into.
        config.put(EXISTING_TOPICS, "adopt");
        config.put(TOPIC_PREFIX, link.topics().prefix());
        config.put(TOPICS_RENAME, TopicPatterns.pairs(link.topics(), TopicRule::target));
        ifSaid(config, TOPICS_COMPRESSION, TopicPatterns.pairs(link.topics(), LinkCompiler::compressionType));
        ifSaid(config, TOPICS_TIMESTAMP_TYPE, TopicPatterns.pairs(link.topics(), LinkCompiler::timestampType));
        config.put(FORWARD, link.topology().forwardsCopies() ? "all" : "local");
    }

    private static void ifSaid(Map<String, String> config, String key, String value) {
        if (!value.isEmpty()) {
            config.put(key, value);
        }
    }

    /** Topics have another word for what producers call none ({@code BrokerCompressionType}). */
    private static Optional<String> compressionType(TopicRule rule) {
        return rule.codec().map(codec -> codec == Compression.NONE ? "uncompressed" : codec.word());
    }

    private static Optional<String> timestampType(TopicRule rule) {
        return rule.keepsTimestamps().map(kept -> kept ? "CreateTime" : "LogAppendTime");
    }

    private static void consumer(Map<String, String> config, FlowTuning tuning) {
        config.put(CONSUMER + "max.poll.records", Integer.toString(Math.min(tuning.maxMessages(), MOST_PER_POLL)));
        // A bound too: how large fetches are within it is the connector's business, which knows the distance.
        config.put(CONSUMER + "fetch.max.bytes", Integer.toString(tuning.maxBytes()));
        if (tuning.exactlyOnce()) {
            config.put(CONSUMER + "isolation.level", "read_committed");
        }
    }
}
