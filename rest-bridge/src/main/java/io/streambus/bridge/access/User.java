package io.streambus.bridge.access;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Somebody who may call the API.
 *
 * @param name fit for logs
 */
public record User(String name, Role role) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    /** Who calls while authentication is {@code none}, which only loopback listeners allow. */
    public static final User ANYBODY = new User("anonymous", Role.ADMIN);

    public User {
        if (!isName(name)) {
            throw new IllegalArgumentException("a user's name is 1 to 64 letters, digits or . _ @ -");
        }
        Objects.requireNonNull(role, "role");
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
