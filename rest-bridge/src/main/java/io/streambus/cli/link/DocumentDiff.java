package io.streambus.cli.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a document would change in a link. The bridge merges: a field that the document leaves out stays as it is. The bridge never shows secrets, so
 * that a secret in the document counts as a change. Pure.
 */
final class DocumentDiff {

    /** What the bridge shows in place of a secret, and takes for "unchanged". */
    static final String MASK = "***";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6}h)?(\\d{1,8}m(?!s))?(\\d{1,9}s)?(\\d{1,12}ms)?");

    private DocumentDiff() {}

    /** One line for each field that differs, by its path: what is, and what it would become. */
    static List<String> lines(JsonNode current, JsonNode wanted) {
        List<String> lines = new ArrayList<>();
        compare("", current, wanted, lines);
        return lines;
    }

    /** Of a webhook's URL the bridge shows the host. */
    private static boolean isMasked(JsonNode value) {
        return value.asText().equals(MASK) || value.asText().endsWith('/' + MASK);
    }

    /** The document with what the bridge shows wherever the link has a secret. */
    static ObjectNode withoutSecrets(JsonNode current, ObjectNode wanted) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        wanted.properties().forEach(field -> {
            JsonNode now = current.path(field.getKey());
            if (isMasked(now)) {
                result.set(field.getKey(), now);
            } else if (field.getValue() instanceof ObjectNode object) {
                result.set(field.getKey(), withoutSecrets(now, object));
            } else {
                result.set(field.getKey(), field.getValue());
            }
        });
        return result;
    }

    private static void compare(String path, JsonNode current, JsonNode wanted, List<String> lines) {
        if (wanted.isObject() && (current.isObject() || current.isMissingNode())) {
            for (Map.Entry<String, JsonNode> field : wanted.properties()) {
                String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                compare(name, current.path(field.getKey()), field.getValue(), lines);
            }
        } else if (isMasked(current)) {
            if (!wanted.equals(current)) {
                lines.add(path + ": " + current.asText() + " -> the given secret, which cannot be compared");
            }
        } else if (!same(current, wanted)) {
            lines.add(path + ": " + shown(path, current) + " -> " + shown(path, wanted));
        }
    }

    private static boolean same(JsonNode current, JsonNode wanted) {
        if (current.isMissingNode()) {
            return wanted.isNull() || (wanted.isArray() && wanted.isEmpty());
        }
        if (current.isNumber() && wanted.isNumber()) {
            return current.decimalValue().compareTo(wanted.decimalValue()) == 0;
        }
        return current.equals(wanted)
                || (current.isTextual() && wanted.isTextual() && normal(current).equals(normal(wanted)));
    }

    /** A duration or time in the one form that it has, whatever the form it was written in. */
    private static Object normal(JsonNode value) {
        String text = value.asText();
        if (!text.isEmpty() && DURATION.matcher(text).matches()) {
            String iso = text.toUpperCase(Locale.ROOT);
            long ms = 0;
            int part = iso.indexOf("MS");
            if (part > 0) {
                int from = part;
                while (from > 0 && Character.isDigit(iso.charAt(from - 1))) {
                    from--;
                }
                ms = Long.parseLong(iso.substring(from, part));
                iso = iso.substring(0, from);
            }
            return (iso.isEmpty() ? Duration.ZERO : Duration.parse("PT" + iso)).plusMillis(ms);
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException noTime) {
            return text;
        }
    }

    private static String shown(String path, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "(default)";
        }
        // What a secret is called is the bridge's matter; this errs on the side of not showing.
        String field = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean delicate = field.contains("password")
                || field.contains("secret")
                || field.contains("jaas")
                || path.contains("security.properties");
        return delicate ? MASK : Fields.text(value);
    }
}
