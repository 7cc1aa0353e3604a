package io.streambus.bridge.link;

import java.util.Locale;

/** What a user can ask of a link. */
public enum LinkAction {
    START,
    STOP,
    PAUSE,
    RESUME,
    UPDATE,
    DELETE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
