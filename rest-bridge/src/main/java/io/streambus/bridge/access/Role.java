package io.streambus.bridge.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user may do. Each role may do what the ones before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Starts, stops, pauses and resumes links. */
    OPERATOR,
    /** Creates, changes and deletes links. */
    ADMIN;

    /** As files and messages write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    static Optional<Role> parse(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
