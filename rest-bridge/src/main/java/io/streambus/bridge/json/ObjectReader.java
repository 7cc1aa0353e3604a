package io.streambus.bridge.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.link.cluster.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads the fields of one JSON object and remembers which it was asked for. A faulty field is reported and answered with its default, so that
 * reading goes on to the next fault. {@code null} counts as absent: clients of other languages write it for empty lists. Confined to one reading.
 */
public final class ObjectReader {

    private final ObjectNode node;
    private final String pointer;
    private final Faults faults;
    private final boolean sensitive;
    private final Set<String> asked = new LinkedHashSet<>();

    public ObjectReader(ObjectNode node, String pointer, Faults faults) {
        this(node, pointer, faults, /* sensitive= */ false);
    }

    /** @param sensitive whether a secret could stand anywhere below, so that no value is quoted */
    private ObjectReader(ObjectNode node, String pointer, Faults faults, boolean sensitive) {
        this.node = node;
        this.pointer = pointer;
        this.faults = faults;
        this.sensitive = sensitive;
    }

    public String pointer(String field) {
        return pointer + step(field);
    }

    /** One step of a JSON pointer (RFC 6901). */
    public static String step(String field) {
        return '/' + field.replace("~", "~0").replace("/", "~1");
    }

    public void faultAt(String absolutePointer, String message) {
        faults.add(absolutePointer, message);
    }

    public void fault(String field, String message) {
        faults.add(pointer(field), message);
    }

    public boolean has(String field) {
        return present(field).isPresent();
    }

    public Set<String> fieldNames() {
        Set<String> names = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public Optional<String> text(String field) {
        return present(field).flatMap(value -> {
            if (!value.isTextual()) {
                fault(field, "must be text, found " + found(value));
                return Optional.empty();
            }
            return plain(pointer(field), value.textValue());
        });
    }

    public Optional<String> requiredText(String field) {
        if (!has(field)) {
            fault(field, "is required");
            return Optional.empty();
        }
        return text(field);
    }

    /** Text that may be secret: it is never quoted, and config-provider references are left for the caller to judge. */
    public Optional<String> sensitiveText(String field) {
        return present(field).flatMap(value -> {
            if (!value.isTextual()) {
                fault(field, "must be text, found " + Found.kind(value));
                return Optional.empty();
            }
            return Optional.of(value.textValue());
        });
    }

    public boolean bool(String field, boolean byDefault) {
        return bool(field).orElse(byDefault);
    }

    public Optional<Boolean> bool(String field) {
        return present(field).flatMap(value -> {
            if (!value.isBoolean()) {
                fault(field, "must be true or false, found " + found(value));
                return Optional.empty();
            }
            return Optional.of(value.booleanValue());
        });
    }

    public long integer(String field, long min, long max, long byDefault) {
        return present(field)
                .map(value -> {
                    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                        fault(field, "must be an integer from " + min + " to " + max + ", found " + found(value));
                        return byDefault;
                    }
                    long number = value.longValue();
                    if (number < min || number > max) {
                        fault(field, "must be an integer from " + min + " to " + max + ", found " + number);
                        return byDefault;
                    }
                    return number;
                })
                .orElse(byDefault);
    }

    public Duration duration(String field, Duration min, Duration max, Duration byDefault) {
        return text(field)
                .map(value -> {
                    Optional<Duration> duration = Durations.parse(value);
                    if (duration.isEmpty()) {
                        fault(
                                field,
                                "must be a duration such as \"30s\", \"1m30s\" or \"500ms\", found "
                                        + Found.quoted(value));
                        return byDefault;
                    }
                    if (duration.get().compareTo(min) < 0 || duration.get().compareTo(max) > 0) {
                        fault(
                                field,
                                "must lie between " + Durations.format(min) + " and " + Durations.format(max)
                                        + ", found " + Found.quoted(value));
                        return byDefault;
                    }
                    return duration.get();
                })
                .orElse(byDefault);
    }

    public Optional<Instant> time(String field) {
        return text(field).flatMap(value -> {
            try {
                return Optional.of(OffsetDateTime.parse(value).toInstant());
            } catch (DateTimeException e) {
                fault(field, "must be an RFC 3339 time such as \"2024-01-01T00:00:00Z\", found " + Found.quoted(value));
                return Optional.empty();
            }
        });
    }

    /** @param check called with pointer and text of each entry, to report what is wrong with it */
    public List<String> texts(String field, BiConsumer<String, String> check) {
        List<String> texts = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        elements(field, (at, element) -> {
            if (!element.isTextual()) {
                faults.add(at, "must be text, found " + found(element));
            } else if (!seen.add(element.textValue())) {
                faults.add(at, "stands here twice: " + found(element));
            } else if (plain(at, element.textValue()).isPresent()) {
                check.accept(at, element.textValue());
                texts.add(element.textValue());
            }
        });
        return texts;
    }

    /** The values of an object of texts, by field name. */
    public Map<String, String> textMap(String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        object(field).ifPresent(map -> {
            for (String name : map.fieldNames()) {
                map.text(name).ifPresent(value -> texts.put(name, value));
            }
        });
        return texts;
    }

    public Optional<ObjectReader> object(String field) {
        return object(field, sensitive);
    }

    /** An object in which secrets can stand: what is wrong in it is told without what was found. */
    public Optional<ObjectReader> sensitiveObject(String field) {
        return object(field, /* quiet= */ true);
    }

    private Optional<ObjectReader> object(String field, boolean quiet) {
        return present(field).flatMap(value -> {
            if (value instanceof ObjectNode object) {
                return Optional.of(new ObjectReader(object, pointer(field), faults, quiet));
            }
            fault(field, "must be an object, found " + (quiet ? Found.kind(value) : found(value)));
            return Optional.empty();
        });
    }

    /** How many elements an array has; 0 for what is none. */
    public int size(String field) {
        return present(field).filter(JsonNode::isArray).map(JsonNode::size).orElse(0);
    }

    /**
     * The elements of an array of objects, in their order; what is none is reported and left out.
     *
     * @param most beyond it none is read: to report that is the caller's
     */
    public List<ObjectReader> objects(String field, int most) {
        List<ObjectReader> objects = new ArrayList<>();
        if (size(field) > most) {
            return objects;
        }
        elements(field, (at, element) -> {
            if (element instanceof ObjectNode object) {
                objects.add(new ObjectReader(object, at, faults, sensitive));
            } else {
                faults.add(at, "must be an object, found " + found(element));
            }
        });
        return objects;
    }

    /** To be called when every field has been asked for: reports the others. */
    public void refuseOthers() {
        for (String name : fieldNames()) {
            if (!asked.contains(name)) {
                String advice = NearestName.of(name, asked)
                        .map(near -> "did you mean " + Found.quoted(near) + '?')
                        .orElseGet(() -> "known are " + String.join(", ", asked));
                fault(name, "is not a known field; " + advice);
            }
        }
    }

    private void elements(String field, BiConsumer<String, JsonNode> each) {
        present(field).ifPresent(value -> {
            if (!value.isArray()) {
                fault(field, "must be an array, found " + found(value));
                return;
            }
            String array = pointer(field) + '/';
            Iterator<JsonNode> elements = value.elements();
            for (int i = 0; elements.hasNext(); i++) {
                each.accept(array + i, elements.next());
            }
        });
    }

    private String found(JsonNode value) {
        return sensitive ? Found.kind(value) : Found.value(value);
    }

    private Optional<JsonNode> present(String field) {
        asked.add(field);
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    /** A config provider would replace a reference anywhere in a connector's config, and so carry a secret into a header or a topic name. */
    private Optional<String> plain(String at, String text) {
        if (Secret.holdsReference(text)) {
            faults.add(at, "holds a config-provider reference; these are taken for secrets in /…/security only");
            return Optional.empty();
        }
        if (text.chars().anyMatch(c -> c == 0)) {
            faults.add(at, "holds a NUL character");
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
