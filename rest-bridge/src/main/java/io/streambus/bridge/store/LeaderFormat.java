package io.streambus.bridge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import java.net.URI;
import java.util.Optional;

/** The JSON of the entry that says who leads. A version is never changed once released. Thread-safe: stateless. */
final class LeaderFormat {

    /** No link can have this id. */
    static final String KEY = "@leader";

    private static final int VERSION = 1;

    private LeaderFormat() {}

    static byte[] encode(URI url) {
        return JsonText.bytes(JsonText.newObject().put("version", VERSION).put("url", url.toString()));
    }

    /** @return empty for what this bridge does not know: a leader that cannot be named is as good as none to callers */
    static Optional<URI> decode(byte[] bytes) {
        if (!(JsonText.object(bytes) instanceof Read.Valid<ObjectNode> read)
                || read.value().path("version").asInt() != VERSION) {
            return Optional.empty();
        }
        try {
            return Optional.of(URI.create(read.value().path("url").asText())).filter(URI::isAbsolute);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
