package io.streambus.bridge.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.link.ReplicationLink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A field in which two versions of a link differ.
 *
 * @param pointer to the field (RFC 6901); inside of an array of clusters by the newer version's index
 * @param before what the older version has, as answers show it; null in JSON where it has none
 * @param after what the newer version has, likewise. A secret that changes is the same mask before and after
 */
public record FieldChange(String pointer, JsonNode before, JsonNode after) {

    private static final String CLUSTER_ID = "cluster_id";

    public FieldChange {
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }

    /**
     * Compares complete documents, so that a default that is written out is no change. Clusters in an array are the same that have the same cluster_id,
     * in whatever order; other arrays are compared, and shown, as a whole, as PUT replaces them. Pure.
     */
    public static List<FieldChange> between(ReplicationLink before, ReplicationLink after) {
        List<FieldChange> changes = new ArrayList<>();
        compare("", Value.of(before), Value.of(after), changes);
        return changes;
    }

    /** A value as it is kept, which decides whether it changes, and as it is shown. */
    private record Value(JsonNode kept, JsonNode shown) {

        static Value of(ReplicationLink link) {
            return new Value(
                    LinkWriter.complete().write(link), LinkWriter.masked().write(link));
        }

        Value field(String name) {
            return new Value(kept.path(name), shown.path(name));
        }

        Value element(int index) {
            return new Value(kept.path(index), shown.path(index));
        }

        boolean isClusters() {
            boolean clusters = kept instanceof ArrayNode && !kept.isEmpty();
            for (JsonNode element : kept) {
                clusters &= element.has(CLUSTER_ID);
            }
            return clusters;
        }

        Map<String, Integer> indexes() {
            Map<String, Integer> indexes = new LinkedHashMap<>();
            for (int i = 0; i < kept.size(); i++) {
                indexes.put(kept.path(i).path(CLUSTER_ID).asText(), i);
            }
            return indexes;
        }

        JsonNode shownOrNull() {
            return shown.isMissingNode() ? NullNode.getInstance() : shown;
        }
    }

    private static void compare(String pointer, Value before, Value after, List<FieldChange> changes) {
        if (before.kept().equals(after.kept())) {
            return;
        }
        if (before.kept() instanceof ObjectNode && after.kept() instanceof ObjectNode) {
            Set<String> names = new LinkedHashSet<>();
            before.kept().fieldNames().forEachRemaining(names::add);
            after.kept().fieldNames().forEachRemaining(names::add);
            names.forEach(
                    name -> compare(pointer + ObjectReader.step(name), before.field(name), after.field(name), changes));
        } else if (before.isClusters() && after.isClusters()) {
            compareClusters(pointer, before, after, changes);
        } else {
            changes.add(new FieldChange(pointer, before.shownOrNull(), after.shownOrNull()));
        }
    }

    private static void compareClusters(String pointer, Value before, Value after, List<FieldChange> changes) {
        Map<String, Integer> old = before.indexes();
        Map<String, Integer> now = after.indexes();
        now.forEach((id, index) -> compare(
                pointer + '/' + index, before.element(old.getOrDefault(id, -1)), after.element(index), changes));
        old.forEach((id, index) -> {
            if (!now.containsKey(id)) {
                compare(pointer + '/' + index, before.element(index), after.element(-1), changes);
            }
        });
    }
}
