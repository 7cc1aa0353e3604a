package io.streambus.bridge.link;

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

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}:]+:[^}]+}");

    public Secret {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
    }

    public static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /** Whether a config provider would replace some part of the text (Connect's {@code ConfigTransformer}). */
    public static boolean holdsReference(String text) {
        return REFERENCE.matcher(text).find();
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
