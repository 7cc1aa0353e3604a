package io.streambus.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a document by their paths. Pure. */
public final class Fields {

    private Fields() {}

    /** Every field that is no object itself, in the document's order; empty objects and lists say nothing and are left out. */
    public static Map<String, JsonNode> of(JsonNode document) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        collect("", document, fields);
        return fields;
    }

    private static void collect(String path, JsonNode node, Map<String, JsonNode> fields) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), fields));
        } else if (!node.isArray() || !node.isEmpty()) {
            fields.put(path, node);
        }
    }

    /** A value for people: lists of plain values without brackets. */
    public static String text(JsonNode value) {
        if (value.isTextual()) {
            return value.asText().isEmpty() ? "\"\"" : value.asText();
        }
        boolean plain = value.isArray();
        for (JsonNode element : value) {
            plain &= element.isValueNode();
        }
        if (!plain) {
            return value.toString();
        }
        List<String> words = new ArrayList<>();
        value.forEach(element -> words.add(element.asText()));
        return words.isEmpty() ? "[]" : String.join(", ", words);
    }
}
