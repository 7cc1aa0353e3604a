package io.streambus.bridge.config;

import java.util.List;

/** A configuration that a bridge cannot start with. */
public final class BridgeConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> faults;

    BridgeConfigException(List<String> faults) {
        super("the bridge's configuration has " + faults.size() + (faults.size() == 1 ? " fault:" : " faults:")
                + String.join("", faults.stream().map(fault -> "\n  - " + fault).toList()));
        this.faults = List.copyOf(faults);
    }

    /** All of them, each a sentence that names the key. */
    public List<String> faults() {
        return faults;
    }
}
