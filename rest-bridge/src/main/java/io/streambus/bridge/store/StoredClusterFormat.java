package io.streambus.bridge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkWriter;
import io.streambus.bridge.document.RegisteredClusterReader;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.registry.StoredCluster;
import java.time.DateTimeException;
import java.time.Instant;

/** The JSON of one registered cluster in the links topic. A version is never changed once released. Thread-safe: stateless. */
final class StoredClusterFormat {

    private static final int VERSION = 1;
    private static final RegisteredClusterReader READER = RegisteredClusterReader.asStored();

    private StoredClusterFormat() {}

    static byte[] encode(StoredCluster stored) {
        ObjectNode node = JsonText.newObject()
                .put("version", VERSION)
                .put("revision", stored.revision())
                .put("created_at", stored.createdAt().toString());
        node.set("document", LinkWriter.complete().write(stored.cluster()));
        return JsonText.bytes(node);
    }

    /** @throws UnreadableEntryException if the bytes are no entry, or one of a version that this bridge does not know */
    static StoredCluster decode(byte[] bytes) throws UnreadableEntryException {
        ObjectNode node = value(JsonText.object(bytes));
        int version = node.path("version").asInt();
        if (version != VERSION) {
            throw new UnreadableEntryException("its version is " + version + ", this bridge knows " + VERSION);
        }
        if (!(node.get("document") instanceof ObjectNode document)) {
            throw new UnreadableEntryException("it holds no document of a cluster");
        }
        RegisteredCluster cluster = value(READER.read(document));
        try {
            return new StoredCluster(
                    cluster,
                    node.path("revision").asLong(),
                    Instant.parse(node.path("created_at").asText()));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new UnreadableEntryException(e.getMessage());
        }
    }

    private static <T> T value(Read<T> read) throws UnreadableEntryException {
        if (read instanceof Read.Valid<T> valid) {
            return valid.value();
        }
        throw new UnreadableEntryException(((Read.Invalid<T>) read).faults().toString());
    }
}
