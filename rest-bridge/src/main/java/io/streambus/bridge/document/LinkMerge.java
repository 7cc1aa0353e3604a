package io.streambus.bridge.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PUT's merge of given fields into a document (RFC 7396): objects merge field by field, arrays are replaced, {@code null} sets a field back to its
 * default, and {@code "***"} for a secret means unchanged. Thread-safe if the reader is.
 */
public final class LinkMerge {

    private static final List<String> FIXED =
            List.of("/id", "/type", "/source_cluster/cluster_id", "/target_cluster/cluster_id");

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
        if (read instanceof Read.Invalid<ReplicationLink> invalid) {
            faults.addAll(invalid.faults());
        }
        return faults.isEmpty() ? read : new Read.Invalid<>(faults);
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
            } else if (!(isMask(value) && old != null && SecretReader.isSecretField(field))) {
                into.set(field, value);
            }
        }
    }

    private static boolean isMask(JsonNode value) {
        return value.isTextual() && value.textValue().equals(Secret.MASK);
    }
}
