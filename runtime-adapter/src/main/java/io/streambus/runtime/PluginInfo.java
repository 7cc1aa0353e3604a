package io.streambus.runtime;

import java.util.Objects;
import java.util.Optional;

/**
 * A connector plugin that the workers have loaded.
 *
 * @param className fully qualified, as {@code connector.class} takes it
 * @param type source or sink
 * @param version as the plugin reports it; empty where it reports none
 */
public record PluginInfo(String className, Type type, Optional<String> version) {

    /** The two kinds of connector. */
    public enum Type {
        SOURCE,
        SINK
    }

    public PluginInfo {
        Objects.requireNonNull(className, "className");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(version, "version");
    }
}
