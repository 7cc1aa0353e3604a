package io.streambus.bridge.link.cluster;

import java.util.regex.Pattern;

/**
 * A secret by reference: {@code ${provider:path:key}}, which the worker's config provider resolves (KIP-297). The secret itself is known here only
 * where a bridge for trials keeps secrets in clear.
 *
 * @param text as it is kept: the reference, or the secret in clear; not empty
 */
public record Secret(String text) {

    /** What answers show instead, and what a PUT sends for "unchanged". */
    public static final String MASK = "***";

    private static final String BEGIN = "${";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}:]+:[^}]+}");

    public Secret {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
    }

    public static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /**
     * Whether Connect's {@code ConfigTransformer} would find a reference in the text, or would search long for the end of one: beginnings without an
     * end cost it time that grows with a power of the text's length, and it searches every value. This takes time in proportion to the length.
     */
    public static boolean holdsReference(String text) {
        int colon = -1;
        int start = text.indexOf(BEGIN);
        while (start >= 0) {
            if (colon < start) {
                colon = indexOrEnd(text.indexOf(':', start), text);
            }
            int end = indexOrEnd(text.indexOf('}', start), text);
            int next = text.indexOf(BEGIN, start + BEGIN.length());
            if (colon < end || (next >= 0 && next < end)) {
                return true;
            }
            start = next;
        }
        return false;
    }

    private static int indexOrEnd(int index, String text) {
        return index < 0 ? text.length() : index;
    }

    /** As a text stands between the double quotes of a JAAS value, so that it is read as it is. */
    public static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    /** What goes between the quotes of a JAAS value: what a reference stands for has been escaped by whoever keeps it. */
    public String inQuotes() {
        return isReference(text) ? text : escaped(text);
    }

    @Override
    public String toString() {
        return MASK;
    }
}
