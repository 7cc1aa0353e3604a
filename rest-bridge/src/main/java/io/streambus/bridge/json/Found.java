package io.streambus.bridge.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Says what stands in a document, for messages. */
public final class Found {

    private static final int LONGEST = 60;

    private Found() {}

    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            default -> "nothing";
        };
    }

    /** The value itself where it is short and plain; only for fields that cannot hold secrets. */
    static String value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> quoted(node.textValue());
            case NUMBER, BOOLEAN -> shortened(node.asText());
            default -> kind(node);
        };
    }

    public static String quoted(String text) {
        return '"' + shortened(text).replaceAll("\\p{Cntrl}", "?") + '"';
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
