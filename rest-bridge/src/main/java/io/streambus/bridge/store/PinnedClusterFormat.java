package io.streambus.bridge.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.registry.PinnedCluster;
import io.streambus.connect.identity.ClusterIdentity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The JSON of which cluster a cluster_id stands for. A version is never changed once released. Thread-safe: stateless. */
final class PinnedClusterFormat {

    private static final int VERSION = 1;

    private PinnedClusterFormat() {}

    static byte[] encode(PinnedCluster pinned) {
        ObjectNode node = JsonText.newObject()
                .put("version", VERSION)
                .put("cluster_id", pinned.clusterId())
                .put("at", pinned.at().toString());
        pinned.identity().clusterId().ifPresent(id -> node.put("kafka_cluster_id", id));
        ObjectNode topics = node.putObject("topic_ids");
        pinned.identity().topicIds().forEach(topics::put);
        pinned.identity().addresses().forEach(node.putArray("brokers")::add);
        return JsonText.bytes(node);
    }

    /** @throws UnreadableEntryException if the bytes are no entry, or one of a version that this bridge does not know */
    static PinnedCluster decode(byte[] bytes) throws UnreadableEntryException {
        if (!(JsonText.object(bytes) instanceof Read.Valid<ObjectNode> read)) {
            throw new UnreadableEntryException("it is no JSON object");
        }
        ObjectNode node = read.value();
        int version = node.path("version").asInt();
        if (version != VERSION) {
            throw new UnreadableEntryException("its version is " + version + ", this bridge knows " + VERSION);
        }
        Map<String, String> topics = new TreeMap<>();
        node.path("topic_ids")
                .properties()
                .forEach(topic -> topics.put(topic.getKey(), topic.getValue().asText()));
        Set<String> brokers = new HashSet<>();
        node.path("brokers").forEach(broker -> brokers.add(broker.asText()));
        try {
            return new PinnedCluster(
                    node.path("cluster_id").asText(),
                    new ClusterIdentity(
                            Optional.ofNullable(node.get("kafka_cluster_id")).map(JsonNode::asText), topics, brokers),
                    Instant.parse(node.path("at").asText()));
        } catch (DateTimeException e) {
            throw new UnreadableEntryException(e.getMessage());
        }
    }
}
