package io.streambus.bridge.access;

import io.streambus.bridge.tls.FaultyFileException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads files of users: one {@code user:role:credential} a line, empty lines and lines that begin with # apart. Messages name line and rule, never
 * the credential.
 */
final class UserLines {

    private static final String FORM = "must be user:role:credential";

    private UserLines() {}

    /**
     * @param <C> what the credential reads as; equal ones are the same credential
     * @param credential reads one; empty if it is none
     * @param rule what a credential has to be, for the message
     * @param nameOnce whether a user may have one line only, as a user with a password does
     * @throws FaultyFileException with every fault
     */
    static <C> Map<C, User> read(byte[] text, Function<String, Optional<C>> credential, String rule, boolean nameOnce) {
        List<String> faults = new ArrayList<>();
        Map<C, User> users = new HashMap<>();
        Set<String> names = new HashSet<>();
        List<String> lines = new String(text, StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = "line " + (i + 1) + ' ';
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                faults.add(where + FORM);
                continue;
            }
            String name = parts[0].strip();
            Optional<Role> role = Role.parse(parts[1].strip());
            Optional<C> read = credential.apply(parts[2].strip());
            if (!User.isName(name)) {
                faults.add(where + "has a user whose name is not 1 to 64 letters, digits or . _ @ -");
            } else if (role.isEmpty()) {
                faults.add(where + "gives " + name + " a role that is none; known are viewer, operator and admin");
            } else if (read.isEmpty()) {
                faults.add(where + "has for " + name + " no " + rule);
            } else if (nameOnce && !names.add(name)) {
                faults.add(where + "names " + name + " once more; keep one line");
            } else if (users.putIfAbsent(read.get(), new User(name, role.get())) != null) {
                faults.add(where + "has the credential of a line above; keep one of them");
            }
        }
        if (!faults.isEmpty()) {
            throw new FaultyFileException(String.join("; ", faults));
        }
        return Map.copyOf(users);
    }
}
