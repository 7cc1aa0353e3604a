package io.streambus.bridge.link;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which way records go between the hub of a star and a spoke, by the words of the link document. */
public enum Direction {
    /** From the spoke to the hub. */
    AGGREGATE,
    /** From the hub to the spoke. */
    DISTRIBUTE,
    BOTH;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Direction> of(String word) {
        return Arrays.stream(values())
                .filter(direction -> direction.word().equals(word))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Direction::word).toList();
    }
}
