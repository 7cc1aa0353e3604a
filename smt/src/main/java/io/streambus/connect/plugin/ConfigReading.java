package io.streambus.connect.plugin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/**
 * One reading of a transform's configuration, which goes on after a fault and reports all of them together. Keys that the plugin does not know are
 * faults too: a mistyped filter rule must not become a filter that lets everything pass.
 *
 * <p>Confined to the thread that configures the plugin.
 */
public final class ConfigReading {

    /** What the worker puts beside a transform's own keys, see {@code ConnectorConfig.transformationStages} of Kafka. */
    private static final Set<String> KEYS_OF_THE_WORKER = Set.of("type", "plugin.version", "predicate", "negate");

    private final String plugin;
    private final Map<String, String> given = new TreeMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> faulty = new HashSet<>();

    /**
     * @param plugin the plugin's name, for messages
     * @param definition the plugin's fixed keys
     * @param families the plugin's other keys
     * @param config as Connect hands it to {@code configure}
     */
    public ConfigReading(String plugin, ConfigDef definition, List<KeyFamily> families, Map<String, ?> config) {
        this.plugin = plugin;
        config.forEach((key, value) -> given.put(key, String.valueOf(value)));
        definition.validate(given).stream()
                .sorted(Comparator.comparing(ConfigValue::name))
                .forEach(value -> {
                    values.put(value.name(), value.value());
                    faults.addAll(value.errorMessages());
                    if (!value.errorMessages().isEmpty()) {
                        faulty.add(value.name());
                    }
                });
        given.keySet().stream()
                .filter(key -> !definition.names().contains(key) && !KEYS_OF_THE_WORKER.contains(key))
                .filter(key -> families.stream().noneMatch(family -> key.startsWith(family.prefix())))
                .forEach(key -> faults.add("unknown key '" + key + "': known are " + known(definition, families)));
    }

    private static String known(ConfigDef definition, List<KeyFamily> families) {
        List<String> known = new ArrayList<>(definition.names());
        families.forEach(family -> known.add(family.toString()));
        known.sort(Comparator.naturalOrder());
        return String.join(", ", known);
    }

    /** The value of a key with a default or of a required one; for a faulty one, null, which {@link #finish} keeps from being used. */
    public String text(String key) {
        return (String) values.get(key);
    }

    /** The value of a key whose default is null. */
    public Optional<String> optionalText(String key) {
        return Optional.ofNullable(text(key));
    }

    /** The value of a list key. */
    public List<String> list(String key) {
        Object value = values.get(key);
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /**
     * The keys of a family, in the order of their names.
     *
     * @param reader makes something of each value; an {@link IllegalArgumentException} becomes the fault of that key, with its message as it is: the
     *     worker may have put a secret into the value, so only the reader knows what of it may be shown
     * @return by name, without the family's prefix; the faulty ones are left out
     */
    public <T> Map<String, T> family(KeyFamily family, Function<String, T> reader) {
        Map<String, T> members = new LinkedHashMap<>();
        given.forEach((key, value) -> {
            if (!key.startsWith(family.prefix())) {
                return;
            }
            String name = key.substring(family.prefix().length());
            if (name.isEmpty()) {
                fault(key, "the part behind '" + family.prefix() + "' is missing: write " + family);
                return;
            }
            try {
                members.put(name, reader.apply(value));
            } catch (IllegalArgumentException e) {
                fault(key, e.getMessage());
            }
        });
        return members;
    }

    /** Notes a fault that only the plugin can see, and goes on. */
    public void fault(String key, String problem) {
        faults.add(key + ": " + problem);
    }

    /** Whether the value of a fixed key is at fault already: then what depends on it need not be looked at. */
    public boolean isFaulty(String key) {
        return faulty.contains(key);
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigException if there was any fault, with all of them in its message
     */
    public void finish() {
        if (!faults.isEmpty()) {
            throw new ConfigException(plugin + " cannot be configured, " + faults.size()
                    + (faults.size() == 1 ? " fault: " : " faults: ") + String.join("; ", faults));
        }
    }
}
