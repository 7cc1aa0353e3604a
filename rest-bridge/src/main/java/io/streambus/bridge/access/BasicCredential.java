package io.streambus.bridge.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** User and password as the header {@code Authorization} has them (RFC 7617). */
record BasicCredential(String name, String password) {

    /** @return empty for another scheme, and for what cannot be decoded */
    static Optional<BasicCredential> of(String authorization) {
        int space = authorization.indexOf(' ');
        if (space < 0
                || !authorization.substring(0, space).toLowerCase(Locale.ROOT).equals("basic")) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(space + 1).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new BasicCredential(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "BasicCredential[***]";
    }
}
