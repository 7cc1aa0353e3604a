package io.streambus.runtime.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names within addresses. */
final class Encoding {

    private Encoding() {}

    /** One path segment: everything but unreserved characters in percent form (RFC 3986, section 2.3). */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** What makes a name unfit for a new connector, if anything. */
    static Optional<String> checkName(String connector) {
        if (connector.isBlank()) {
            return Optional.of("is empty; name the connector");
        }
        if (!connector.equals(connector.trim())) {
            return Optional.of("begins or ends with a blank, which Connect takes off; found \"" + connector + "\"");
        }
        if (connector.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("holds a control character, which Connect refuses");
        }
        return Optional.empty();
    }
}
