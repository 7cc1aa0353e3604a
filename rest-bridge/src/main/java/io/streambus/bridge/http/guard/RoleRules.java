package io.streambus.bridge.http.guard;

import io.streambus.bridge.access.Role;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which role a call takes. What is not known here takes the highest: a new call is closed until somebody opens it. */
record RoleRules(boolean metricsOpen) {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OPEN = Set.of("/health/live", "/health/ready");
    private static final Pattern LIFE_CYCLE =
            Pattern.compile("/api/v1/replication/links/[^/]+/(start|stop|pause|resume)");
    private static final Pattern LINK = Pattern.compile("/api/v1/replication/links(?:/([^/]+)(?:/([^/]+))?)?/?");

    /** @return empty if the call is there for everybody */
    Optional<Role> needed(String method, String path) {
        if (isRead(method)) {
            boolean open = OPEN.contains(path) || (metricsOpen && path.equals("/metrics"));
            return open ? Optional.empty() : Optional.of(Role.VIEWER);
        }
        return Optional.of(method.equals("POST") && LIFE_CYCLE.matcher(path).matches() ? Role.OPERATOR : Role.ADMIN);
    }

    static boolean isRead(String method) {
        return READS.contains(method);
    }

    /** The link that a path names; empty if none. */
    static Optional<String> link(String path) {
        Matcher parts = LINK.matcher(path);
        return parts.matches() ? Optional.ofNullable(parts.group(1)) : Optional.empty();
    }

    /** What a changing call does, in a word: the last part of a link's path, or create, update, delete; else the method. */
    static String action(String method, String path) {
        Matcher parts = LINK.matcher(path);
        if (parts.matches()) {
            if (parts.group(2) != null) {
                return parts.group(2);
            }
            if (parts.group(1) == null && method.equals("POST")) {
                return "create";
            }
            if (parts.group(1) != null && method.equals("PUT")) {
                return "update";
            }
            if (parts.group(1) != null && method.equals("DELETE")) {
                return "delete";
            }
        }
        return method;
    }
}
