package io.streambus.bridge.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way to say who one is. */
public enum Scheme {
    /** User and password (RFC 7617). */
    BASIC,
    /** A random token (RFC 6750). */
    BEARER,
    /** A client certificate of the TLS connection. */
    MTLS;

    /** As the setting {@code authentication} writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The setting that names the file of this scheme's users. */
    String fileKey() {
        return "authentication." + word() + ".file";
    }

    static Optional<Scheme> parse(String word) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.word().equals(word))
                .findFirst();
    }
}
