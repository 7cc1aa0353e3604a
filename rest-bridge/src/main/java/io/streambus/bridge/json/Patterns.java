package io.streambus.bridge.json;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** Checks patterns by the engine that will run them (RE2, linear in time). */
public final class Patterns {

    private static final int LONGEST = 4_096;

    private Patterns() {}

    /** @return what is wrong with the pattern, in a sentence; empty if it is fine */
    public static Optional<String> fault(String pattern) {
        if (pattern.isEmpty()) {
            return Optional.of("is an empty pattern, which matches everything; leave it out");
        }
        if (pattern.length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(
                    "is not a valid RE2 pattern: " + e.getDescription() + ", found " + Found.quoted(pattern));
        }
    }

    /** Topic patterns travel in a comma-separated list, and no topic name has a comma. */
    public static Optional<String> topicFault(String pattern) {
        return pattern.indexOf(',') >= 0
                ? Optional.of("holds a comma, which topic names never have; write a repetition such as a{1,2} as aa?")
                : fault(pattern);
    }
}
