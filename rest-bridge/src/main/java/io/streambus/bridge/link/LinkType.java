package io.streambus.bridge.link;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The topologies a link can have, by the words of the link document. */
public enum LinkType {
    ACTIVE_PASSIVE("active-passive"),
    ACTIVE_ACTIVE("active-active"),
    STAR("star"),
    MESH("mesh");

    private static final String OTHER_NAME_OF_STAR = "hub-spoke";

    private final String word;

    LinkType(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** @param word one of {@link #words()}, or {@code hub-spoke} for a star */
    public static Optional<LinkType> of(String word) {
        String known = word.equals(OTHER_NAME_OF_STAR) ? STAR.word : word;
        return Arrays.stream(values()).filter(type -> type.word.equals(known)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(LinkType::word).toList();
    }
}
