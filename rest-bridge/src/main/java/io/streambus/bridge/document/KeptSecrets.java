package io.streambus.bridge.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.link.Topology;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Secret;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.secrets.SecretReader;
import io.streambus.connect.secret.SecretReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The secrets of a link that an update did not send again, each with its cluster. A cluster is the same when it has the same cluster_id, wherever in the
 * document it stands. Confined to one merge.
 */
final class KeptSecrets {

    private static final String CLUSTER_ID = "cluster_id";
    private static final String SECURITY = "security";
    private static final String FAILOVER = "failover_config";
    private static final String PROPERTIES = "properties";

    /** Where a secret stands that was kept, and whose it is. */
    private record Kept(String pointer, String clusterId) {}

    private final List<Kept> kept = new ArrayList<>();

    private KeptSecrets() {}

    /**
     * Puts the secrets back that were not sent: those that are masked, and those that only their encrypted form was sent of, which is no proof of knowing
     * them. A mask without a secret stays.
     *
     * @param before with its secrets
     * @param after with masks; it is changed
     */
    static KeptSecrets restore(ObjectNode before, ObjectNode after) {
        Map<String, JsonNode> known = new HashMap<>();
        clusters(
                before, (pointer, cluster) -> known.put(cluster.path(CLUSTER_ID).asText(), cluster.path(SECURITY)));
        restoreWebhook(before.path(FAILOVER).path(Webhook.FIELD), after.path(FAILOVER));
        KeptSecrets secrets = new KeptSecrets();
        clusters(after, (pointer, cluster) -> {
            String id = cluster.path(CLUSTER_ID).asText();
            if (known.containsKey(id)) {
                secrets.restoreCluster(known.get(id), cluster, pointer, id);
            }
        });
        return secrets;
    }

    /** The same for the document of a registered cluster. */
    static KeptSecrets restoreRegistered(ObjectNode before, ObjectNode after) {
        KeptSecrets secrets = new KeptSecrets();
        secrets.restoreCluster(
                before.path(SECURITY), after, "", before.path(CLUSTER_ID).asText());
        return secrets;
    }

    private void restoreCluster(JsonNode security, JsonNode cluster, String pointer, String id) {
        if (cluster.get(SECURITY) instanceof ObjectNode fields) {
            restore(security, fields, pointer + '/' + SECURITY, id);
            if (fields.get(PROPERTIES) instanceof ObjectNode properties) {
                restore(security.path(PROPERTIES), properties, pointer + '/' + SECURITY + '/' + PROPERTIES, id);
            }
        }
    }

    /** Host and rest of a URL stay together, so that it leads nowhere else. */
    private static void restoreWebhook(JsonNode before, JsonNode after) {
        if (before.isTextual()
                && after instanceof ObjectNode fields
                && after.path(Webhook.FIELD).asText().equals(Webhook.masked(before.textValue()))) {
            fields.set(Webhook.FIELD, before);
        }
    }

    private void restore(JsonNode before, ObjectNode after, String pointer, String clusterId) {
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            JsonNode value = field.getValue();
            JsonNode known = before.path(field.getKey());
            if (!value.isTextual() || !known.isTextual() || !SecretReader.isSecretField(field.getKey())) {
                continue;
            }
            boolean masked = value.textValue().equals(Secret.MASK);
            if (masked) {
                field.setValue(known);
            }
            if (masked || SecretReference.isIn(value.textValue())) {
                kept.add(new Kept(pointer + ObjectReader.step(field.getKey()), clusterId));
            }
        }
    }

    /** A document that may be one that cannot be read, with masks for its secrets. */
    static ObjectNode masked(ObjectNode document) {
        ObjectNode copy = document.deepCopy();
        clusters(copy, (pointer, cluster) -> {
            mask(cluster.path(SECURITY));
            mask(cluster.path(SECURITY).path(PROPERTIES));
        });
        if (copy.path(FAILOVER) instanceof ObjectNode failover
                && failover.path(Webhook.FIELD).isTextual()) {
            failover.put(
                    Webhook.FIELD, Webhook.masked(failover.path(Webhook.FIELD).textValue()));
        }
        return copy;
    }

    private static void mask(JsonNode fields) {
        fields.properties().stream()
                .filter(field -> SecretReader.isSecretField(field.getKey()))
                .forEach(field -> field.setValue(TextNode.valueOf(Secret.MASK)));
    }

    /** As {@link #misled(Topology, Topology)}, of documents that cannot be read: anything that changes about a cluster counts. */
    List<Fault> misled(ObjectNode before, ObjectNode after) {
        Map<String, JsonNode> known = byId(masked(before));
        Map<String, JsonNode> changed = byId(masked(after));
        return kept.stream()
                .filter(secret -> !Objects.equals(known.get(secret.clusterId()), changed.get(secret.clusterId())))
                .map(secret -> new Fault(
                        secret.pointer(),
                        "is kept only for where it was given for, and the update changes cluster " + secret.clusterId()
                                + ": send it again in the same update"))
                .toList();
    }

    private static Map<String, JsonNode> byId(ObjectNode document) {
        Map<String, JsonNode> byId = new HashMap<>();
        clusters(
                document,
                (pointer, cluster) -> byId.put(cluster.path(CLUSTER_ID).asText(), cluster));
        return byId;
    }

    /** A fault for each secret that would go to where it was not given for. */
    List<Fault> misled(Topology before, Topology after) {
        Map<String, LinkedCluster> known = new HashMap<>();
        before.clusters().forEach(cluster -> known.put(cluster.clusterId(), cluster));
        Map<String, Set<String>> changes = new HashMap<>();
        after.clusters()
                .forEach(cluster -> changes.put(
                        cluster.clusterId(),
                        known.containsKey(cluster.clusterId())
                                ? changes(
                                        known.get(cluster.clusterId()).brokers(),
                                        known.get(cluster.clusterId()).security(),
                                        cluster.brokers(),
                                        cluster.security())
                                : Set.of()));
        return misled(changes);
    }

    /** A fault for each secret of a registered cluster that would go to where it was not given for. */
    List<Fault> misled(RegisteredCluster before, RegisteredCluster after) {
        return misled(Map.of(
                before.clusterId(), changes(before.brokers(), before.security(), after.brokers(), after.security())));
    }

    private List<Fault> misled(Map<String, Set<String>> changes) {
        List<Fault> faults = new ArrayList<>();
        for (Kept secret : kept) {
            Set<String> changed = changes.getOrDefault(secret.clusterId(), Set.of());
            if (!changed.isEmpty()) {
                faults.add(new Fault(
                        secret.pointer(),
                        "is kept only for where it was given for, and the update changes " + String.join(", ", changed)
                                + " of cluster " + secret.clusterId() + ": send it again in the same update"));
            }
        }
        return faults;
    }

    /** The fields that decide who gets the secret and who can read it on its way, as far as they did not become stricter. */
    private static Set<String> changes(
            List<String> fromBrokers, Security before, List<String> toBrokers, Security after) {
        Set<String> changed = new LinkedHashSet<>();
        if (!fromBrokers.containsAll(toBrokers)) {
            changed.add("brokers");
        }
        if (before.tls()) {
            if (!after.tls()) {
                changed.add("enable_tls");
            }
            if (after.skipHostnameCheck() && !before.skipHostnameCheck()) {
                changed.add("tls_skip_verify");
            }
            if (!after.caFile().equals(before.caFile())) {
                changed.add("tls_ca_file");
            }
        }
        if (!before.sasl().map(sasl -> sasl.mechanism()).equals(after.sasl().map(sasl -> sasl.mechanism()))) {
            changed.add("sasl_mechanism");
        }
        Set<String> names = new TreeSet<>(before.properties().keySet());
        names.addAll(after.properties().keySet());
        for (String name : names) {
            if (!SecretReader.isSecretField(name)
                    && !Objects.equals(
                            before.properties().get(name), after.properties().get(name))) {
                changed.add(PROPERTIES + '/' + name);
            }
        }
        return changed;
    }

    /** Each cluster of a document with its pointer, well-formed or not. */
    private static void clusters(ObjectNode document, BiConsumer<String, JsonNode> each) {
        for (String field : List.of(TopologyReader.SOURCE, TopologyReader.TARGET)) {
            if (document.has(field)) {
                each.accept('/' + field, document.get(field));
            }
        }
        for (String field : List.of(TopologyReader.SPOKES, TopologyReader.CLUSTERS)) {
            int i = 0;
            for (JsonNode cluster : document.path(field)) {
                each.accept('/' + field + '/' + i, cluster);
                i++;
            }
        }
    }
}
