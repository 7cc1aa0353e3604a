package io.streambus.cli.link.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the bridge shows in place of a secret, and takes for "unchanged". Pure. */
final class MaskedSecrets {

    private static final String MASK = "***";
    private static final String CLUSTER_ID = "cluster_id";

    private MaskedSecrets() {}

    /** The document with the bridge's mask wherever the link has a secret; clusters in a list are the same by their ids. */
    static ObjectNode kept(JsonNode current, ObjectNode wanted) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        wanted.properties()
                .forEach(field -> result.set(field.getKey(), kept(current.path(field.getKey()), field.getValue())));
        return result;
    }

    private static JsonNode kept(JsonNode current, JsonNode wanted) {
        if (isMasked(current)) {
            return current;
        }
        if (wanted instanceof ObjectNode object) {
            return kept(current, object);
        }
        if (wanted instanceof ArrayNode array) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> result.add(kept(sameCluster(current, element), element)));
            return result;
        }
        return wanted;
    }

    private static JsonNode sameCluster(JsonNode clusters, JsonNode wanted) {
        for (JsonNode cluster : clusters) {
            if (cluster.has(CLUSTER_ID) && cluster.get(CLUSTER_ID).equals(wanted.get(CLUSTER_ID))) {
                return cluster;
            }
        }
        return MissingNode.getInstance();
    }

    /** Of a webhook's URL the bridge shows the host. */
    private static boolean isMasked(JsonNode value) {
        return value.asText().equals(MASK) || value.asText().endsWith('/' + MASK);
    }
}
