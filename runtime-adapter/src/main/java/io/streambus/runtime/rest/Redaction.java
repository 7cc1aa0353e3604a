package io.streambus.runtime.rest;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes the secrets of a configuration out of a text that quotes it: Connect and plugins put refused values into their messages, and
 * hide those of declared password keys only. Immutable.
 *
 * @param secrets longest first, so that one within another leaves nothing of the longer
 */
record Redaction(List<String> secrets) {

    /** Shorter values would blank out words of the message that only look like them. */
    private static final int MIN_LENGTH = 3;

    private static final List<String> SECRET_KEYS = List.of(
            "password",
            "secret",
            "token",
            "credential",
            "jaas",
            "passphrase",
            "private",
            "keystore.key",
            "api.key",
            "userinfo",
            "user.info");

    /** @param declared the keys that the plugin declares as passwords, besides those whose name tells */
    static Redaction of(Map<String, String> config, Set<String> declared) {
        return new Redaction(config.entrySet().stream()
                .filter(entry -> entry.getValue() != null && entry.getValue().length() >= MIN_LENGTH)
                .filter(entry -> declared.contains(entry.getKey()) || isSecret(entry.getKey()))
                .flatMap(entry -> Stream.of(entry.getValue(), entry.getValue().strip()))
                .filter(value -> value.length() >= MIN_LENGTH)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    private static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return SECRET_KEYS.stream().anyMatch(lower::contains);
    }

    String apply(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, "***");
        }
        return redacted;
    }
}
