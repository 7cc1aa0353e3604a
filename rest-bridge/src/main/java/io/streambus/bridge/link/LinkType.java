package io.streambus.bridge.link;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The topologies a link can have, by the words of the link document. */
public enum LinkType {
    ACTIVE_PASSIVE("active-passive"),
    ACTIVE_ACTIVE("active-active");

    private final String word;

    LinkType(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static Optional<LinkType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(LinkType::word).toList();
    }
}
