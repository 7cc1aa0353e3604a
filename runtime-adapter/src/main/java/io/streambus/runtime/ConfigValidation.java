package io.streambus.runtime;

import java.util.List;
import java.util.Objects;

/**
 * What a plugin says of a configuration.
 *
 * @param faults all of them; empty if the configuration is valid
 */
public record ConfigValidation(List<Fault> faults) {

    /**
     * One fault.
     *
     * @param key the configuration key it belongs to
     * @param message what is wrong with it; may quote the value, except of password keys
     */
    public record Fault(String key, String message) {
        public Fault {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(message, "message");
        }
    }

    public ConfigValidation {
        faults = List.copyOf(faults);
    }

    public boolean valid() {
        return faults.isEmpty();
    }
}
