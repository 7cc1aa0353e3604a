package io.streambus.bridge.document;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Durations;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.link.FailoverPolicy;
import io.streambus.bridge.link.FlowTuning;
import io.streambus.bridge.link.HeaderRules;
import io.streambus.bridge.link.MessageFilter;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.TopicScope;
import io.streambus.bridge.link.Topology;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Secret;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.secrets.SecretReader;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Writes links as complete documents, defaults included, in the spec's order of fields. What a cluster has from the registry is left out, so that a
 * change there reaches the link. Thread-safe: stateless.
 */
public final class LinkWriter {

    private final UnaryOperator<String> secrets;
    private final UnaryOperator<String> webhooks;

    private LinkWriter(UnaryOperator<String> secrets, UnaryOperator<String> webhooks) {
        this.secrets = secrets;
        this.webhooks = webhooks;
    }

    /** For answers: secrets are write-only. */
    public static LinkWriter masked() {
        return new LinkWriter(reference -> Secret.MASK, Webhook::masked);
    }

    /** For the store: secrets as they are kept. Reading this back gives the same link. */
    public static LinkWriter complete() {
        return new LinkWriter(UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** Of a registered cluster. */
    public ObjectNode write(RegisteredCluster cluster) {
        ObjectNode node =
                JsonText.newObject().put("cluster_id", cluster.clusterId()).put("name", cluster.name());
        cluster.region().ifPresent(region -> node.put("region", region));
        texts(node.putArray("brokers"), cluster.brokers());
        if (!cluster.security().equals(Security.NONE)) {
            security(node.putObject("security"), cluster.security());
        }
        cluster.connectCluster().ifPresent(name -> node.put("connect_cluster", name));
        return node;
    }

    public ObjectNode write(ReplicationLink link) {
        ObjectNode node = JsonText.newObject()
                .put("id", link.id())
                .put("name", link.name())
                .put("type", link.type().word());
        topology(node, link.topology());
        topics(node, link.topics());
        node.put("mode", link.mode().word());
        texts(node.putArray("groups"), link.groups());
        texts(node.putArray("groups_exclude"), link.groupsExclude());
        tuning(node.putObject("config"), link.tuning());
        filter(node.putObject("filter"), link.filter());
        headers(node.putObject("transform"), link.headers());
        failover(node.putObject("failover_config"), link.failover());
        if (!link.allowOverlap().isEmpty()) {
            texts(node.putArray("allow_overlap"), link.allowOverlap());
        }
        return node;
    }

    private void topology(ObjectNode node, Topology topology) {
        if (topology instanceof Topology.ActivePassive pair) {
            cluster(node.putObject(TopologyReader.SOURCE), pair.source());
            cluster(node.putObject(TopologyReader.TARGET), pair.target());
        } else if (topology instanceof Topology.ActiveActive pair) {
            cluster(node.putObject(TopologyReader.SOURCE), pair.source());
            cluster(node.putObject(TopologyReader.TARGET), pair.target());
        } else if (topology instanceof Topology.Star star) {
            cluster(node.putObject(star.hubIsTarget() ? TopologyReader.TARGET : TopologyReader.SOURCE), star.hub());
            ArrayNode spokes = node.putArray(TopologyReader.SPOKES);
            for (Topology.Spoke spoke : star.spokes()) {
                ObjectNode fields = spokes.addObject();
                cluster(fields, spoke.cluster());
                fields.put(TopologyReader.DIRECTION, spoke.direction().word());
            }
        } else if (topology instanceof Topology.Mesh mesh) {
            ArrayNode clusters = node.putArray(TopologyReader.CLUSTERS);
            mesh.clusters().forEach(each -> cluster(clusters.addObject(), each));
        }
    }

    private void cluster(ObjectNode node, LinkedCluster cluster) {
        node.put("cluster_id", cluster.clusterId());
        if (!cluster.inherited().brokers()) {
            texts(node.putArray("brokers"), cluster.brokers());
        }
        node.put("connection_timeout", Durations.format(cluster.connectionTimeout()))
                .put("request_timeout", Durations.format(cluster.requestTimeout()))
                .put("max_retries", cluster.maxRetries());
        boolean ownNone =
                cluster.security().equals(Security.NONE) && !cluster.inherited().brokers();
        if (!cluster.inherited().security() && !ownNone) {
            security(node.putObject("security"), cluster.security());
        }
    }

    private void security(ObjectNode node, Security security) {
        node.put("enable_tls", security.tls());
        security.certFile().ifPresent(file -> node.put("tls_cert_file", file));
        security.keyFile().ifPresent(file -> node.put("tls_key_file", file));
        security.caFile().ifPresent(file -> node.put("tls_ca_file", file));
        node.put("tls_skip_verify", security.skipHostnameCheck());
        security.sasl().ifPresent(sasl -> {
            node.put("sasl_mechanism", sasl.mechanism().word());
            sasl.username().ifPresent(name -> node.put("sasl_username", name));
            sasl.password().ifPresent(secret -> node.put("sasl_password", secrets.apply(secret.text())));
        });
        if (!security.properties().isEmpty()) {
            ObjectNode properties = node.putObject("properties");
            security.properties()
                    .forEach((name, value) ->
                            properties.put(name, SecretReader.isSecretField(name) ? secrets.apply(value) : value));
        }
    }

    private static void topics(ObjectNode node, TopicScope topics) {
        texts(node.putArray("topics"), topics.names());
        topics.regex().ifPresent(regex -> node.put("topics_regex", regex));
        texts(node.putArray("topics_exclude"), topics.exclude());
        node.put("topic_prefix", topics.prefix());
        ObjectNode rules = node.putObject("topic_config");
        topics.rules().forEach((topic, rule) -> {
            ObjectNode fields = rules.putObject(topic).put("source_topic", topic);
            rule.target().ifPresent(target -> fields.put("target_topic", target));
            fields.put("enabled", rule.enabled());
            rule.codec().ifPresent(codec -> fields.put("compression_type", codec.word()));
            rule.keepsTimestamps().ifPresent(kept -> fields.put("preserve_timestamps", kept));
        });
    }

    private static void tuning(ObjectNode node, FlowTuning tuning) {
        node.put("max_bytes", tuning.maxBytes())
                .put("max_messages", tuning.maxMessages())
                .put("batch_size", tuning.batchSize())
                .put("concurrent_partitions", tuning.concurrentPartitions())
                .put("enable_compression", tuning.compression())
                .put("compression_type", tuning.compressionType().word())
                .put("throttle_rate_bytes_per_sec", tuning.throttleBytesPerSecond())
                .put("checkpoint_interval_ms", tuning.checkpointInterval().toMillis())
                .put("enable_exactly_once", tuning.exactlyOnce())
                .put("enable_idempotence", tuning.idempotence());
    }

    private static void filter(ObjectNode node, MessageFilter filter) {
        node.put("enabled", filter.enabled());
        texts(node.putArray("include_patterns"), filter.includePatterns());
        texts(node.putArray("exclude_patterns"), filter.excludePatterns());
        textMap(node.putObject("filter_by_header"), filter.headers());
        filter.minTimestamp().ifPresent(time -> node.put("min_timestamp", time.toString()));
        filter.maxTimestamp().ifPresent(time -> node.put("max_timestamp", time.toString()));
    }

    private static void headers(ObjectNode node, HeaderRules rules) {
        node.put("enabled", rules.enabled());
        textMap(node.putObject("add_headers"), rules.add());
        texts(node.putArray("remove_headers"), rules.remove());
        textMap(node.putObject("header_transforms"), rules.replace());
    }

    private void failover(ObjectNode node, FailoverPolicy policy) {
        node.put("enabled", policy.enabled())
                .put("failover_threshold", policy.threshold().toMillis())
                .put("failover_timeout_ms", policy.timeout().toMillis())
                .put("max_consecutive_failures", policy.maxConsecutiveFailures())
                .put("auto_failback", policy.autoFailback())
                .put("failback_delay_ms", policy.failbackDelay().toMillis());
        policy.notificationWebhook().ifPresent(url -> node.put(Webhook.FIELD, webhooks.apply(url)));
    }

    private static void texts(ArrayNode node, Collection<String> texts) {
        texts.forEach(node::add);
    }

    private static void textMap(ObjectNode node, Map<String, String> texts) {
        texts.forEach(node::put);
    }
}
