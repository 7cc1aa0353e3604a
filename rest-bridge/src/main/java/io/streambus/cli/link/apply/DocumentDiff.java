package io.streambus.cli.link.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.streambus.cli.output.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a document would change in a link. The bridge merges: a field that the document leaves out stays as it is. Arrays it replaces, and takes the
 * clusters in them for the same that have the same cluster_id; fields left out there go back to their defaults. The bridge never shows secrets, so that
 * a secret in the document counts as a change. Pure.
 */
final class DocumentDiff {

    /** What the bridge shows in place of a secret, and takes for "unchanged". */
    static final String MASK = "***";

    private static final String CLUSTER_ID = "cluster_id";
    private static final String SECURITY = "security";
    private static final String NONE = "(none)";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6}h)?(\\d{1,8}m(?!s))?(\\d{1,9}s)?(\\d{1,12}ms)?");

    /** What a secret is called is the bridge's matter; this errs on the side of not showing. */
    private static final Pattern DELICATE =
            Pattern.compile("(?i).*(password|passphrase|secret|jaas|token|credential|private).*");

    private static final Set<String> HARMLESS_IN_SECURITY =
            Set.of("sasl_mechanism", "sasl_username", "tls_cert_file", "tls_key_file", "tls_ca_file");

    /** Of the fields of a cluster, which the bridge shows whether they were given or not. A direction cannot be changed. */
    private static final Map<String, String> CLUSTER_DEFAULTS =
            Map.of("connection_timeout", "30s", "request_timeout", "10s", "max_retries", "3");

    private DocumentDiff() {}

    /** One line for each field that differs, by its path: what is, and what it would become. */
    static List<String> lines(JsonNode current, JsonNode wanted) {
        List<String> lines = new ArrayList<>();
        compare(new Place("", "", false), current, wanted, lines);
        return lines;
    }

    /** Of a webhook's URL the bridge shows the host. */
    private static boolean isMasked(JsonNode value) {
        return value.asText().equals(MASK) || value.asText().endsWith('/' + MASK);
    }

    /** The document with what the bridge shows wherever the link has a secret. */
    static ObjectNode withoutSecrets(JsonNode current, ObjectNode wanted) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        wanted.properties()
                .forEach(field ->
                        result.set(field.getKey(), withoutSecrets(current.path(field.getKey()), field.getValue())));
        return result;
    }

    private static JsonNode withoutSecrets(JsonNode current, JsonNode wanted) {
        if (isMasked(current)) {
            return current;
        }
        if (wanted instanceof ObjectNode object) {
            return withoutSecrets(current, object);
        }
        if (wanted instanceof ArrayNode array && clusters(wanted).isPresent()) {
            Map<String, JsonNode> known = clusters(current).orElse(Map.of());
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> result.add(withoutSecrets(
                    known.getOrDefault(element.path(CLUSTER_ID).asText(), MissingNode.getInstance()), element)));
            return result;
        }
        return wanted;
    }

    /**
     * Where a value stands.
     *
     * @param path for people
     * @param name of the field
     * @param secure whether it is below {@code security}
     */
    private record Place(String path, String name, boolean secure) {
        Place field(String field) {
            return new Place(path.isEmpty() ? field : path + "." + field, field, secure || field.equals(SECURITY));
        }

        Place element(String id) {
            return new Place(path + "[" + id + "]", name, secure);
        }
    }

    private static void compare(Place place, JsonNode current, JsonNode wanted, List<String> lines) {
        Optional<Map<String, JsonNode>> clusters = clusters(wanted);
        if (wanted.isObject() && (current.isObject() || current.isMissingNode())) {
            wanted.properties()
                    .forEach(field -> compare(
                            place.field(field.getKey()), current.path(field.getKey()), field.getValue(), lines));
        } else if (clusters.isPresent() && clusters(current).isPresent()) {
            compareClusters(place, clusters(current).get(), clusters.get(), lines);
        } else if (isMasked(current)) {
            if (!wanted.equals(current)) {
                lines.add(place.path() + ": " + current.asText() + " -> the given secret, which cannot be compared");
            }
        } else if (!same(current, wanted)) {
            lines.add(place.path() + ": " + shown(place, current) + " -> " + shown(place, wanted));
        }
    }

    private static void compareClusters(
            Place place, Map<String, JsonNode> current, Map<String, JsonNode> wanted, List<String> lines) {
        wanted.forEach((id, cluster) -> {
            Place element = place.element(id);
            if (current.containsKey(id)) {
                compare(element, current.get(id), cluster, lines);
                leftOut(element, current.get(id), cluster, lines);
            } else {
                lines.add(element.path() + ": " + NONE + " -> " + shown(element, cluster));
            }
        });
        current.forEach((id, cluster) -> {
            if (!wanted.containsKey(id)) {
                Place element = place.element(id);
                lines.add(element.path() + ": " + shown(element, cluster) + " -> " + NONE);
            }
        });
    }

    private static void leftOut(Place place, JsonNode current, JsonNode wanted, List<String> lines) {
        current.properties().forEach(field -> {
            Place inner = place.field(field.getKey());
            JsonNode given = wanted.path(field.getKey());
            if (field.getValue().isObject() && given.isObject()) {
                leftOut(inner, field.getValue(), given, lines);
            } else if (given.isMissingNode() && !isDefault(inner, field.getValue())) {
                lines.add(inner.path() + ": " + shown(inner, field.getValue()) + " -> (default)");
            }
        });
    }

    private static boolean isDefault(Place place, JsonNode value) {
        return place.name().equals("direction")
                || (value.isContainerNode() && value.isEmpty())
                || (value.isBoolean() && !value.booleanValue())
                || value.asText().equals(CLUSTER_DEFAULTS.get(place.name()));
    }

    /** The clusters of an array of nothing else, by their ids and in their order. */
    private static Optional<Map<String, JsonNode>> clusters(JsonNode array) {
        Map<String, JsonNode> clusters = new LinkedHashMap<>();
        if (!array.isArray() || array.isEmpty()) {
            return Optional.empty();
        }
        for (JsonNode element : array) {
            JsonNode id = element.path(CLUSTER_ID);
            if (!id.isTextual() || clusters.putIfAbsent(id.asText(), element) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(clusters);
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

    private static String shown(Place place, JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "(default)" : Fields.text(redacted(place, value));
    }

    private static JsonNode redacted(Place place, JsonNode value) {
        if (value.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            value.properties()
                    .forEach(
                            field -> copy.set(field.getKey(), redacted(place.field(field.getKey()), field.getValue())));
            return copy;
        }
        if (value.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> copy.add(redacted(place, element)));
            return copy;
        }
        boolean delicate = DELICATE.matcher(place.name()).matches()
                || (place.secure() && !value.isBoolean() && !HARMLESS_IN_SECURITY.contains(place.name()));
        return delicate ? TextNode.valueOf(MASK) : value;
    }
}
