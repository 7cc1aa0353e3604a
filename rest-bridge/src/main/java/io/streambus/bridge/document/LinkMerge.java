package io.streambus.bridge.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.LinkType;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * PUT's merge of given fields into a document (RFC 7396): objects merge field by field, arrays are replaced, {@code null} sets a field back to its
 * default, and {@code "***"} for a secret means unchanged. A secret goes on only to where it was given for. Thread-safe if the reader is.
 */
public final class LinkMerge {

    private static final List<String> FIXED =
            List.of("/id", "/type", "/source_cluster/cluster_id", "/target_cluster/cluster_id");

    /** What answers say of a link beside its document. Whoever changes an answer and puts it back means the document. */
    private static final Set<String> STATE = Set.of(
            "status", "status_reason", "created_at", "started_at", "metrics", "health", "version", "allowed_actions");

    private final LinkReader reader;

    public LinkMerge(LinkReader reader) {
        this.reader = reader;
    }

    /**
     * The same for a document that cannot be read to a link any more. What is fixed in it stays so.
     *
     * @param current as it is kept, with its secrets
     */
    public Read<ReplicationLink> mend(ObjectNode current, ObjectNode changes) {
        ObjectNode after = KeptSecrets.masked(current);
        merge(after, document(changes));
        List<Fault> faults = fixed(current, after);
        faults.addAll(KeptSecrets.restore(current, after).misled(current, after));
        Read<ReplicationLink> read = reader.read(after);
        if (read instanceof Read.Invalid<ReplicationLink> invalid) {
            faults.addAll(invalid.faults());
        }
        return faults.isEmpty() ? read : new Read.Invalid<>(faults);
    }

    private static List<Fault> fixed(ObjectNode before, ObjectNode after) {
        List<Fault> faults = new ArrayList<>();
        for (String pointer : FIXED) {
            if (!after.at(pointer).equals(before.at(pointer))) {
                faults.add(new Fault(
                        pointer, "cannot be changed, it is part of the flow's name; create another link instead"));
            }
        }
        return faults;
    }

    public Read<ReplicationLink> merge(ReplicationLink current, ObjectNode changes) {
        ObjectNode before = LinkWriter.complete().write(current);
        // Merged into what answers show, a secret that was not sent is one that is masked still.
        ObjectNode after = LinkWriter.masked().write(current);
        merge(after, document(changes));
        List<Fault> faults = fixed(before, after);
        KeptSecrets kept = KeptSecrets.restore(before, after);
        Read<ReplicationLink> read = reader.read(after);
        if (read instanceof Read.Valid<ReplicationLink> valid) {
            if (faults.isEmpty()) {
                fixedClusters(current.topology(), valid.value().topology()).ifPresent(faults::add);
            }
            faults.addAll(kept.misled(current.topology(), valid.value().topology()));
        }
        if (read instanceof Read.Invalid<ReplicationLink> invalid) {
            faults.addAll(invalid.faults());
        }
        return faults.isEmpty() ? read : new Read.Invalid<>(faults);
    }

    /** Only of a whole answer: who sends a status alone wants something that PUT does not do, and is told so. */
    private static ObjectNode document(ObjectNode changes) {
        ObjectNode document = changes.deepCopy();
        if (changes.has("version") && changes.has("allowed_actions")) {
            document.remove(STATE);
        }
        JsonNode type = changes.path("type");
        LinkType.of(type.asText())
                .filter(known -> type.isTextual())
                .ifPresent(known -> document.put("type", known.word()));
        return document;
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

    static void merge(ObjectNode into, ObjectNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String field = change.getKey();
            JsonNode value = change.getValue();
            if (value.isNull()) {
                into.remove(field);
            } else if (value instanceof ObjectNode inner && into.get(field) instanceof ObjectNode outer) {
                merge(outer, inner);
            } else {
                // A copy, for the masks in it are replaced.
                into.set(field, value.deepCopy());
            }
        }
    }
}
