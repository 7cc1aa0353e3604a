package io.streambus.bridge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.document.LinkWriter;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.secrets.SecretPolicy;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The JSON of one entry of the links topic. A version is never changed once released. Thread-safe: stateless. */
final class StoredLinkFormat {

    private static final int VERSION = 1;

    /** The id always stands in a stored document, and its secrets are as they are kept. */
    private static final LinkReader READER = new LinkReader(() -> "", SecretPolicy.asStored());

    private StoredLinkFormat() {}

    static byte[] encode(StoredLink stored) {
        ObjectNode node = JsonText.newObject()
                .put("version", VERSION)
                .put("wish", stored.desired().word())
                .put("revision", stored.revision())
                .put("applied_revision", stored.appliedRevision())
                .put("created_at", stored.createdAt().toString());
        ObjectNode locations = node.putObject("places");
        stored.locations().forEach(locations::put);
        stored.startedAt().ifPresent(time -> node.put("started_at", time.toString()));
        ObjectNode status = node.putObject("status")
                .put("word", stored.status().word())
                .put("since", stored.status().since().toString());
        if (stored.status() instanceof LinkStatus.Failed failed) {
            status.put("reason", failed.reason());
        }
        node.set("document", LinkWriter.complete().write(stored.link()));
        return JsonText.bytes(node);
    }

    /** The part of an entry that a user has written. */
    static byte[] encodeDocument(ReplicationLink link) {
        return JsonText.bytes(LinkWriter.complete().write(link));
    }

    /** @throws UnreadableEntryException if the bytes are no entry, or one of a version or with words that this bridge does not know */
    static StoredLink decode(byte[] bytes) throws UnreadableEntryException {
        ObjectNode node = value(JsonText.object(bytes));
        int version = node.path("version").asInt();
        if (version != VERSION) {
            throw new UnreadableEntryException("its version is " + version + ", this bridge knows " + VERSION);
        }
        if (!(node.get("document") instanceof ObjectNode document) || !document.hasNonNull("id")) {
            throw new UnreadableEntryException("it holds no link document with an id");
        }
        ReplicationLink link = value(READER.read(document));
        try {
            return new StoredLink(
                    link,
                    DesiredState.of(node.path("wish").asText())
                            .orElseThrow(() -> new UnreadableEntryException("its wish is unknown")),
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

    /** Bridges that knew one Connect cluster wrote none. */
    private static Map<String, String> locations(ObjectNode node) {
        Map<String, String> locations = new TreeMap<>();
        node.path("places")
                .properties()
                .forEach(cluster ->
                        locations.put(cluster.getKey(), cluster.getValue().asText()));
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

    private static <T> T value(Read<T> read) throws UnreadableEntryException {
        if (read instanceof Read.Valid<T> valid) {
            return valid.value();
        }
        throw new UnreadableEntryException(((Read.Invalid<T>) read).faults().toString());
    }
}
