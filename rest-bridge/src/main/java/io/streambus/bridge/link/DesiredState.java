package io.streambus.bridge.link;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is to become of one flow. It is stored before anything is done about it, so that a bridge that dies halfway finishes it. */
public enum DesiredState {
    STOPPED,
    PAUSED,
    RUNNING;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DesiredState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
