package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Bodies that do not say by themselves whose they are. */
final class Named {

    private Named() {}

    /** The body with the link's id before everything else. */
    static ObjectNode body(String id, JsonNode body) {
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("link_id", id);
        body.properties().forEach(field -> named.set(field.getKey(), field.getValue()));
        return named;
    }
}
