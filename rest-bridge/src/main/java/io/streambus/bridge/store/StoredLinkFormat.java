package io.streambus.bridge.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.document.LinkWriter;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.FlowId;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.Membership;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.registry.ClusterDirectory;
import io.streambus.bridge.secrets.SecretPolicy;
import io.streambus.bridge.store.StoredLink.Phase;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The JSON of one link in the links topic. A version is never changed once released. Fields that are not known are passed over. Version 1 had one
 * desired state for a whole link and knew of no active side. Thread-safe: stateless.
 */
final class StoredLinkFormat {

    private static final int VERSION = 2;
    private static final String LOCATIONS = "connect_clusters";
    private static final String LOCATIONS_OF_VERSION_1 = "places";

    private StoredLinkFormat() {}

    static byte[] encode(StoredLink stored) {
        ObjectNode node = JsonText.newObject()
                .put("version", VERSION)
                .put("phase", stored.phase().word())
                .put("revision", stored.revision())
                .put("applied_revision", stored.appliedRevision())
                .put("created_at", stored.createdAt().toString());
        ArrayNode members = node.putArray("members");
        stored.members().clusterIds().forEach(members::add);
        node.put("active_side", stored.members().activeSide())
                .put("epoch", stored.members().epoch());
        ArrayNode flows = node.putArray("flows");
        stored.flows()
                .forEach((flow, state) -> flows.addObject()
                        .put("source", flow.source())
                        .put("target", flow.target())
                        .put("desired_state", state.word()));
        ObjectNode locations = node.putObject(LOCATIONS);
        stored.locations().forEach(locations::put);
        stored.startedAt().ifPresent(time -> node.put("started_at", time.toString()));
        ObjectNode status = node.putObject("status")
                .put("word", stored.status().word())
                .put("since", stored.status().since().toString());
        if (stored.status() instanceof LinkStatus.Failed failed) {
            status.put("reason", failed.reason());
        }
        node.set(UnreadableLink.DOCUMENT, LinkWriter.complete().write(stored.link()));
        return JsonText.bytes(node);
    }

    /** The part of an entry that a user has written. */
    static byte[] encodeDocument(ReplicationLink link) {
        return JsonText.bytes(LinkWriter.complete().write(link));
    }

    /**
     * @param clusters what the document's clusters may take from the registry
     * @throws UnreadableEntryException if the bytes are no entry, or one of a version or with words that this bridge does not know
     */
    static StoredLink decode(byte[] bytes, ClusterDirectory clusters) throws UnreadableEntryException {
        Read<ObjectNode> read = JsonText.object(bytes);
        if (read instanceof Read.Invalid<ObjectNode> invalid) {
            throw new UnreadableEntryException(invalid.faults().get(0).message());
        }
        ObjectNode node = ((Read.Valid<ObjectNode>) read).value();
        requireVersion(node);
        if (!(node.get(UnreadableLink.DOCUMENT) instanceof ObjectNode document) || !document.hasNonNull("id")) {
            throw new UnreadableEntryException("it holds no link document with an id");
        }
        Read<ReplicationLink> link = reader(clusters).read(document);
        if (link instanceof Read.Invalid<ReplicationLink> invalid) {
            throw new UnreadableEntryException(invalid.faults());
        }
        return decode(node, ((Read.Valid<ReplicationLink>) link).value());
    }

    /** The id always stands in a stored document, and its secrets are as they are kept. */
    private static LinkReader reader(ClusterDirectory clusters) {
        return new LinkReader(() -> "", SecretPolicy.asStored(), clusters);
    }

    private static void requireVersion(ObjectNode node) throws UnreadableEntryException {
        int version = node.path("version").asInt();
        if (version < 1 || version > VERSION) {
            throw new UnreadableEntryException("its version is " + version + ", this bridge knows 1 to " + VERSION);
        }
    }

    /** @param link in place of the entry's document */
    static StoredLink decode(ObjectNode node, ReplicationLink link) throws UnreadableEntryException {
        requireVersion(node);
        boolean first = node.path("version").asInt() == 1;
        try {
            return new StoredLink(
                    link,
                    first ? phaseOfVersion1(node) : phase(node),
                    first ? Membership.of(link.topology()) : members(node),
                    first ? flowsOfVersion1(node, link) : flows(node, link),
                    status(node),
                    node.path("revision").asLong(),
                    node.path("applied_revision").asLong(),
                    Instant.parse(node.path("created_at").asText()),
                    node.hasNonNull("started_at")
                            ? Optional.of(Instant.parse(node.get("started_at").asText()))
                            : Optional.empty(),
                    locations(node));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new UnreadableEntryException(e.getMessage());
        }
    }

    private static Phase phaseOfVersion1(ObjectNode node) {
        return switch (node.path("wish").asText()) {
            case "creating" -> Phase.CREATING;
            case "deleting" -> Phase.DELETING;
            default -> Phase.CREATED;
        };
    }

    private static SortedMap<FlowId, DesiredState> flowsOfVersion1(ObjectNode node, ReplicationLink link)
            throws UnreadableEntryException {
        String wish = node.path("wish").asText();
        DesiredState state = phaseOfVersion1(node) == Phase.CREATED ? desired(wish) : DesiredState.STOPPED;
        return StoredLink.all(link, state);
    }

    private static DesiredState desired(String word) throws UnreadableEntryException {
        return DesiredState.of(word)
                .orElseThrow(() -> new UnreadableEntryException("its desired state \"" + word + "\" is unknown"));
    }

    private static Phase phase(ObjectNode node) throws UnreadableEntryException {
        String word = node.path("phase").asText();
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UnreadableEntryException("its phase \"" + word + "\" is unknown"));
    }

    private static Membership members(ObjectNode node) {
        List<String> ids = new ArrayList<>();
        node.path("members").forEach(id -> ids.add(id.asText()));
        return new Membership(
                ids, node.path("active_side").asText(), node.path("epoch").asLong());
    }

    private static SortedMap<FlowId, DesiredState> flows(ObjectNode node, ReplicationLink link)
            throws UnreadableEntryException {
        Set<String> clusters = link.topology().clusters().stream()
                .map(LinkedCluster::clusterId)
                .collect(Collectors.toSet());
        SortedMap<FlowId, DesiredState> flows = new TreeMap<>();
        for (JsonNode flow : node.path("flows")) {
            FlowId id =
                    new FlowId(flow.path("source").asText(), flow.path("target").asText());
            if (!clusters.contains(id.source()) || !clusters.contains(id.target())) {
                throw new UnreadableEntryException("its flow " + id + " is none between clusters of its document");
            }
            flows.put(id, desired(flow.path("desired_state").asText()));
        }
        return flows;
    }

    /** Bridges that knew one Connect cluster wrote none. */
    static Map<String, String> locations(ObjectNode node) {
        Map<String, String> locations = new TreeMap<>();
        node.path(node.path("version").asInt() == 1 ? LOCATIONS_OF_VERSION_1 : LOCATIONS)
                .properties()
                .forEach(location ->
                        locations.put(location.getKey(), location.getValue().asText()));
        return locations;
    }

    private static LinkStatus status(ObjectNode node) throws UnreadableEntryException {
        Instant since = Instant.parse(node.at("/status/since").asText());
        String word = node.at("/status/word").asText();
        return switch (word) {
            case "stopped" -> new LinkStatus.Stopped(since);
            case "initializing" -> new LinkStatus.Initializing(since);
            case "active" -> new LinkStatus.Active(since);
            case "paused" -> new LinkStatus.Paused(since);
            case "failed" ->
                new LinkStatus.Failed(since, node.at("/status/reason").asText());
            default -> throw new UnreadableEntryException("its status is unknown");
        };
    }
}
