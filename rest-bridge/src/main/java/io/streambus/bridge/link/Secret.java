package io.streambus.bridge.link;

import java.util.regex.Pattern;

/**
 * A secret by reference: {@code ${provider:path:key}}, which the worker's config provider resolves (KIP-297). The secret itself is never known here.
 *
 * @param reference as the user wrote it
 */
public record Secret(String reference) {

    /** What answers show instead, and what a PUT sends for "unchanged". */
    public static final String MASK = "***";

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}:]+:[^}]+}");

    public Secret {
        if (!isReference(reference)) {
            throw new IllegalArgumentException(
                    "a secret must be a config-provider reference such as ${file:/path/to/secrets.properties:key}");
        }
    }

    public static boolean isReference(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /** Whether a config provider would replace some part of the text (Connect's {@code ConfigTransformer}). */
    public static boolean holdsReference(String text) {
        return REFERENCE.matcher(text).find();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
