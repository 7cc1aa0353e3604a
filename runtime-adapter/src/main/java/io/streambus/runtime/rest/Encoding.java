package io.streambus.runtime.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

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
}
