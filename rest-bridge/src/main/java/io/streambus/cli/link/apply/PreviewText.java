package io.streambus.cli.link.apply;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.cli.output.Fields;
import java.util.ArrayList;
import java.util.List;

/** What the bridge says that a document would change, in lines for people. Pure. */
final class PreviewText {

    private PreviewText() {}

    /**
     * One line for each field that differs, by its path: what is, and what it would become.
     *
     * @param wanted the document that the preview is of
     */
    static List<String> changes(JsonNode preview, JsonNode wanted) {
        List<String> lines = new ArrayList<>();
        preview.path("changes").forEach(change -> {
            JsonNode before = change.path("old");
            JsonNode after = change.path("new");
            // What differs and looks the same is masked.
            String shown = before.equals(after) ? "the given secret" : text(after);
            lines.add(path(change.path("pointer").asText(), wanted) + ": " + text(before) + " -> " + shown);
        });
        return lines;
    }

    /** One line for each connector that does not stay as it is, with the settings that differ. */
    static List<String> connectors(JsonNode preview) {
        List<String> lines = new ArrayList<>();
        preview.path("connectors").forEach(connector -> {
            if (!connector.path("change").asText().equals("none")) {
                List<String> keys = connector.path("settings").findValuesAsText("key");
                lines.add("connector " + connector.path("name").asText() + ": "
                        + connector.path("change").asText()
                        + (keys.isEmpty() ? "" : " (" + String.join(", ", keys) + ")"));
            }
        });
        return lines;
    }

    /** Clusters in a list go by their ids. */
    private static String path(String pointer, JsonNode wanted) {
        StringBuilder path = new StringBuilder();
        JsonNode node = wanted;
        for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
            if (node.isArray()) {
                node = node.path(rest.getMatchingIndex());
                path.append('[')
                        .append(node.path("cluster_id").asText(rest.getMatchingProperty()))
                        .append(']');
            } else {
                node = node.path(rest.getMatchingProperty());
                path.append(path.isEmpty() ? "" : ".").append(rest.getMatchingProperty());
            }
        }
        return path.toString();
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "(none)" : Fields.text(value);
    }
}
