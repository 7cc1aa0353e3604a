package io.streambus.connect.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;

/** A pattern of a filter rule: found anywhere in a content, or not. */
public sealed interface ContentPattern {

    /**
     * @param pattern in RE2 syntax
     * @throws IllegalArgumentException if the pattern is empty, no RE2 pattern, or too costly ({@link PatternCost}); the message says which
     */
    static ContentPattern compile(String pattern) {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("the pattern is empty: it would be found everywhere; leave the key out");
        }
        PatternCost.require(pattern);
        try {
            Pattern engine = Pattern.compile(pattern);
            return LiteralReader.literalOf(pattern)
                    .<ContentPattern>map(text -> new Literal(text, text.getBytes(UTF_8)))
                    .orElseGet(() -> new Engine(engine));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is no pattern in RE2 syntax: " + e.getDescription() + " at '" + e.getPattern()
                            + "'",
                    e);
        }
    }

    /** A pattern that is found exactly where its text is; the text has no character that UTF-8 cannot carry or decoding could make up. */
    final class Literal implements ContentPattern {
        private final String text;
        private final byte[] utf8;
        /** By the byte under the literal's end: how far the literal can move on without passing over an occurrence (Horspool). */
        private final int[] moves = new int[256];

        private Literal(String text, byte[] utf8) {
            this.text = text;
            this.utf8 = utf8;
            Arrays.fill(moves, utf8.length);
            for (int i = 0; i < utf8.length - 1; i++) {
                moves[utf8[i] & 0xFF] = utf8.length - 1 - i;
            }
        }

        boolean isIn(String content) {
            return content.contains(text);
        }

        /** Whether the literal is in the bytes from {@code from} (inclusive) to {@code to} (exclusive). */
        boolean isIn(byte[] content, int from, int to) {
            if (utf8.length == 0) {
                return true;
            }
            int last = utf8.length - 1;
            for (int end = from + last; end < to; end += moves[content[end] & 0xFF]) {
                if (content[end] == utf8[last] && standsAt(content, end - last)) {
                    return true;
                }
            }
            return false;
        }

        private boolean standsAt(byte[] content, int start) {
            for (int i = 0; i < utf8.length - 1; i++) {
                if (content[start + i] != utf8[i]) {
                    return false;
                }
            }
            return true;
        }

        /** What is searched for. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A pattern that takes the engine.
     *
     * <p>It is given text, never bytes: RE2/J 1.8 does not check UTF-8, so that a stray byte hides the characters behind it, and it takes the
     * place behind any non-ASCII character for the start of the text ({@code a|^x} is found in the bytes of "äx").
     */
    record Engine(Pattern pattern) implements ContentPattern {
        boolean isIn(String content) {
            return pattern.matcher(content).find();
        }
    }
}
