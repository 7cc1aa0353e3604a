package io.streambus.bridge.link;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** On which side of a flow its connector runs, by the words of the link document. */
public enum Mode {
    /** Near the target: across the distance goes what is read, in large fetches. */
    PULL,
    /** Near the source: every connection is opened from there, for networks that let none in. */
    PUSH;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Mode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Mode::word).toList();
    }
}
