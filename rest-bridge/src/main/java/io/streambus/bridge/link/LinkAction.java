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

    /**
     * What is to become of the link then.
     *
     * @throws IllegalArgumentException for what does not move the life cycle
     */
    public DesiredState desired() {
        return switch (this) {
            case START, RESUME -> DesiredState.RUNNING;
            case PAUSE -> DesiredState.PAUSED;
            case STOP -> DesiredState.STOPPED;
            case UPDATE, DELETE -> throw new IllegalArgumentException(word() + " is no call of the life cycle");
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
