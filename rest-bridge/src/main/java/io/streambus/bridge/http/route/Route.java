package io.streambus.bridge.http.route;

import io.streambus.bridge.access.Role;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A call of the API. Immutable.
 *
 * @param template the path, with variables in braces
 * @param role what the caller must be at least; empty for a call that is there for everybody
 * @param body what the call takes beside its path and query
 * @param action what the audit log calls it; empty for a read, which is not written there
 */
public record Route(String method, String template, Optional<Role> role, Body body, Optional<String> action) {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    /** What a call may have for a body, and how large that may be before anything of it is taken. */
    public enum Body {
        /** Nothing at all: the sender is not known, and has nothing to say. */
        REFUSED(0),
        /** None is wanted, but some clients send an empty document all the same. */
        UNWANTED(1_024),
        /** A document. */
        DOCUMENT(1_024 * 1_024);

        private final int mostBytes;

        Body(int mostBytes) {
            this.mostBytes = mostBytes;
        }

        public int mostBytes() {
            return mostBytes;
        }
    }

    public Route {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(action, "action");
        if (isRead(method) == action.isPresent()) {
            throw new IllegalArgumentException(method + ' ' + template + " must have a word for the audit log"
                    + " exactly if it changes something");
        }
    }

    static Route open(String template) {
        return new Route("GET", template, Optional.empty(), Body.REFUSED, Optional.empty());
    }

    static Route read(String template) {
        return new Route("GET", template, Optional.of(Role.VIEWER), Body.UNWANTED, Optional.empty());
    }

    static Route change(String method, String template, Role role, Body body, String action) {
        return new Route(method, template, Optional.of(role), body, Optional.of(action));
    }

    /** Whether a method changes nothing (RFC 9110, 9.2.1). */
    public static boolean isRead(String method) {
        return READS.contains(method);
    }

    /** Whether calls of this method are this one's as far as the path goes: HEAD and OPTIONS ask about what GET reads. */
    boolean takes(String asked) {
        return isRead(method) ? isRead(asked) : method.equals(asked);
    }
}
