package io.streambus.bridge.plan;

import io.streambus.bridge.link.cluster.Secret;
import io.streambus.bridge.secrets.SecretReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What becomes of a connector when its link changes.
 *
 * @param connector its name
 * @param settings those that differ, by key
 */
public record ConnectorChange(String connector, Kind kind, List<Setting> settings) {

    /** What Connect is told to do. */
    public enum Kind {
        NONE,
        RECONFIGURE,
        CREATE,
        DELETE,
        /** Taken away, and created on another Connect cluster. */
        MOVE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A setting that differs.
     *
     * @param before masked if it is secret by its name; empty if the connector has none
     * @param after likewise
     */
    public record Setting(String key, Optional<String> before, Optional<String> after) {
        public Setting {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }
    }

    public ConnectorChange {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(kind, "kind");
        settings = List.copyOf(settings);
    }

    /**
     * Compares what two versions of a link compile to. Pure.
     *
     * @param before configurations by connector
     * @param after likewise
     * @param moves whether a connector of both belongs to another Connect cluster now
     * @return one entry for each connector, by name
     */
    public static List<ConnectorChange> between(
            Map<String, Map<String, String>> before, Map<String, Map<String, String>> after, Predicate<String> moves) {
        List<ConnectorChange> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            List<Setting> settings = settings(before.getOrDefault(name, Map.of()), after.getOrDefault(name, Map.of()));
            Kind kind;
            if (!before.containsKey(name)) {
                kind = Kind.CREATE;
            } else if (!after.containsKey(name)) {
                kind = Kind.DELETE;
            } else if (moves.test(name)) {
                kind = Kind.MOVE;
            } else {
                kind = settings.isEmpty() ? Kind.NONE : Kind.RECONFIGURE;
            }
            changes.add(new ConnectorChange(name, kind, settings));
        }
        return changes;
    }

    private static List<Setting> settings(Map<String, String> before, Map<String, String> after) {
        TreeMap<String, String> all = new TreeMap<>(before);
        all.putAll(after);
        return all.keySet().stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .map(key -> new Setting(key, shown(key, before), shown(key, after)))
                .toList();
    }

    private static Optional<String> shown(String key, Map<String, String> settings) {
        return Optional.ofNullable(settings.get(key)).map(value -> isSecret(key) ? Secret.MASK : value);
    }

    /** The names of Kafka's settings stand behind prefixes here. */
    private static boolean isSecret(String key) {
        return SecretReader.isSecretField(key)
                || (key.indexOf('.') >= 0 && isSecret(key.substring(key.indexOf('.') + 1)));
    }
}
