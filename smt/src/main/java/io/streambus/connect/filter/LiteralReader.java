package io.streambus.connect.filter;

import java.util.Optional;

/**
 * Recognises patterns that amount to a literal when they are searched for: a text without operators, perhaps with {@code .*} in front or behind.
 * As {@code .*} may match nothing, such a pattern is found exactly where its literal is, line breaks or not.
 */
final class LiteralReader {

    private static final String OPERATORS = "\\.+*?()|[]{}^$";
    /** Decoding puts it in the place of broken bytes, so that a text may contain it where the bytes do not. */
    private static final char REPLACEMENT = '\uFFFD';

    private LiteralReader() {}

    /**
     * @param pattern valid in RE2 syntax
     * @return the text that is found exactly where the pattern is; empty if that is not plain to see
     */
    static Optional<String> literalOf(String pattern) {
        int start = endOfAnyRun(pattern, 0);
        StringBuilder literal = new StringBuilder();
        int i = start;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            if (c == '.') {
                return endOfAnyRun(pattern, i) == pattern.length() ? Optional.of(literal.toString()) : Optional.empty();
            }
            if (c == '\\') {
                i++;
                // RE2 takes any ASCII sign behind a backslash for itself; letters and digits have other meanings.
                if (i == pattern.length() || pattern.charAt(i) >= 0x80 || isAsciiAlphanumeric(pattern.charAt(i))) {
                    return Optional.empty();
                }
                literal.append(pattern.charAt(i));
            } else if (OPERATORS.indexOf(c) >= 0 || c == REPLACEMENT || Character.isSurrogate(c)) {
                return Optional.empty();
            } else {
                literal.append(c);
            }
            i++;
        }
        return Optional.of(literal.toString());
    }

    /** The index behind the run of {@code .*} and {@code .*?} that begins at {@code start}; {@code start} if there is none. */
    private static int endOfAnyRun(String pattern, int start) {
        int i = start;
        while (pattern.startsWith(".*", i)) {
            i += pattern.startsWith("?", i + 2) ? 3 : 2;
        }
        return i;
    }

    private static boolean isAsciiAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
