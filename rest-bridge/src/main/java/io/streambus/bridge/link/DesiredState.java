package io.streambus.bridge.link;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is to become of a link. It is stored before anything is done about it, so that a bridge that dies halfway finishes or undoes it. */
public enum DesiredState {
    /** Not there for anybody yet; found after a crash, it is undone. */
    CREATING,
    STOPPED,
    PAUSED,
    RUNNING,
    /** Cannot be taken back. */
    DELETING;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DesiredState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
