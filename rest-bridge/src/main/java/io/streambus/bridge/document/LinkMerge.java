package io.streambus.bridge.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.Secret;
import io.streambus.bridge.link.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * PUT's merge of given fields into a document (RFC 7396): objects merge field by field, arrays are replaced, {@code null} sets a field back to its
 * default, and {@code "***"} for a secret means unchanged. Thread-safe if the reader is.
 */
public final class LinkMerge {

    private static final List<String> FIXED =
            List.of("/id", "/type", "/source_cluster/cluster_id", "/target_cluster/cluster_id");

    private static final String CLUSTER_ID = "cluster_id";

    private final LinkReader reader;

    public LinkMerge(LinkReader reader) {
        this.reader = reader;
    }

    public Read<ReplicationLink> merge(ReplicationLink current, ObjectNode changes) {
        ObjectNode before = LinkWriter.complete().write(current);
        ObjectNode after = before.deepCopy();
        merge(after, changes);
        List<Fault> faults = new ArrayList<>();
        for (String pointer : FIXED) {
            if (!after.at(pointer).equals(before.at(pointer))) {
                faults.add(new Fault(
                        pointer, "cannot be changed, it is part of the flow's name; create another link instead"));
            }
        }
        Read<ReplicationLink> read = reader.read(after);
        if (faults.isEmpty() && read instanceof Read.Valid<ReplicationLink> valid) {
            fixedClusters(current.topology(), valid.value().topology()).ifPresent(faults::add);
        }
        if (read instanceof Read.Invalid<ReplicationLink> invalid) {
            faults.addAll(invalid.faults());
        }
        return faults.isEmpty() ? read : new Read.Invalid<>(faults);
    }

    /** Arrays are replaced as a whole, and yet the clusters in them are part of the flows' names. */
    private static Optional<Fault> fixedClusters(Topology before, Topology after) {
        return names(before).equals(names(after))
                ? Optional.empty()
                : Optional.of(new Fault(
                        before instanceof Topology.Star ? "/spokes" : "/clusters",
                        "cannot gain or lose clusters or change their cluster_id or direction, these are part of the"
                                + " flows' names; create another link instead"));
    }

    private static Set<List<String>> names(Topology topology) {
        return topology.arrows().stream()
                .map(arrow -> List.of(arrow.source().clusterId(), arrow.target().clusterId()))
                .collect(Collectors.toSet());
    }

    private static void merge(ObjectNode into, ObjectNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String field = change.getKey();
            JsonNode value = change.getValue();
            JsonNode old = into.get(field);
            if (value.isNull()) {
                into.remove(field);
            } else if (value instanceof ObjectNode inner && old instanceof ObjectNode outer) {
                merge(outer, inner);
            } else if (value instanceof ArrayNode elements && old instanceof ArrayNode before) {
                into.set(field, unmasked(elements, before));
            } else if (!(isMask(value) && old != null && SecretReader.isSecretField(field))) {
                into.set(field, value);
            }
        }
    }

    /** A cluster in an array is the same cluster when it has the same cluster_id, wherever in the array it stands. */
    private static ArrayNode unmasked(ArrayNode elements, ArrayNode before) {
        ArrayNode unmasked = elements.deepCopy();
        for (JsonNode element : unmasked) {
            for (JsonNode old : before) {
                if (element.has(CLUSTER_ID) && element.get(CLUSTER_ID).equals(old.get(CLUSTER_ID))) {
                    unmask(element, old);
                }
            }
        }
        return unmasked;
    }

    private static void unmask(JsonNode node, JsonNode old) {
        if (node instanceof ObjectNode fields) {
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                JsonNode known = old.path(field.getKey());
                if (isMask(field.getValue()) && !known.isMissingNode() && SecretReader.isSecretField(field.getKey())) {
                    field.setValue(known);
                } else {
                    unmask(field.getValue(), known);
                }
            }
        }
    }

    private static boolean isMask(JsonNode value) {
        return value.isTextual() && value.textValue().equals(Secret.MASK);
    }
}
