package io.streambus.bridge.relation;

import java.util.Objects;
import java.util.Set;

/**
 * Something that was found of a link beside others.
 *
 * @param kind whether it stands in the link's way
 * @param pointer the field of the link's document that it is about, as a JSON pointer
 * @param others ids of the links that have to do with it; none if the link is at odds with itself or with the registry
 * @param sentence what, which ones, the rule and the next step; without secrets
 */
public record Finding(Kind kind, String pointer, Set<String> others, String sentence) {

    public enum Kind {
        /** The link must not run like this. */
        CONFLICT,
        /** It may be a conflict; it cannot be told. */
        DOUBT
    }

    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(pointer, "pointer");
        others = Set.copyOf(others);
        Objects.requireNonNull(sentence, "sentence");
    }

    static Finding conflict(String pointer, Set<String> others, String sentence) {
        return new Finding(Kind.CONFLICT, pointer, others, sentence);
    }

    static Finding doubt(String pointer, Set<String> others, String sentence) {
        return new Finding(Kind.DOUBT, pointer, others, sentence);
    }

    public boolean isConflict() {
        return kind == Kind.CONFLICT;
    }
}
