package io.streambus.bridge.lifecycle;

import io.streambus.bridge.json.Fault;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.relation.Finding;
import io.streambus.bridge.store.UnreadableLink;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The root of what calls on links end with when they cannot be carried out; runtime and store have roots of their own. Messages name the link and
 * hold no secrets.
 */
public abstract sealed class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private LinkException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such link. */
    public static final class NotFound extends LinkException {
        private static final long serialVersionUID = 1L;

        public NotFound(String id) {
            super("there is no link " + id + "; GET /api/v1/replication/links lists those that are", null);
        }
    }

    /** The id, or the name of a connector it leads to, is taken. */
    public static final class Exists extends LinkException {
        private static final long serialVersionUID = 1L;

        public Exists(String message) {
            super(message, null);
        }
    }

    /** The call is not legal from the link's status. */
    public static final class NotAllowed extends LinkException {
        private static final long serialVersionUID = 1L;
        private final transient LinkStatus status;
        private final transient Set<LinkAction> allowedActions;

        public NotAllowed(String message, LinkStatus status, Set<LinkAction> allowedActions) {
            super(message, null);
            this.status = status;
            this.allowedActions = Set.copyOf(allowedActions);
        }

        public LinkStatus status() {
            return status;
        }

        public Set<LinkAction> allowedActions() {
            return allowedActions;
        }
    }

    /** Another call on the same link is not through yet; this one has changed nothing. */
    public static final class Busy extends LinkException {
        private static final long serialVersionUID = 1L;

        public Busy(String message) {
            super(message, null);
        }
    }

    /** As much is under way as the bridge takes on at a time. Worth trying again. */
    public static final class Overloaded extends LinkException {
        private static final long serialVersionUID = 1L;

        public Overloaded(String message) {
            super(message, null);
        }
    }

    /** The document has changed since the caller read it. */
    public static final class Stale extends LinkException {
        private static final long serialVersionUID = 1L;

        public Stale(String message) {
            super(message, null);
        }
    }

    /** The changed document is no valid link. */
    public static final class Invalid extends LinkException {
        private static final long serialVersionUID = 1L;
        private final transient List<Fault> faults;

        public Invalid(List<Fault> faults) {
            super("the document has " + faults.size() + (faults.size() == 1 ? " fault" : " faults"), null);
            this.faults = List.copyOf(faults);
        }

        public List<Fault> faults() {
            return faults;
        }
    }

    /** The workers refuse what the link compiles to. */
    public static final class Refused extends LinkException {
        private static final long serialVersionUID = 1L;
        private final transient List<Fault> faults;

        public Refused(String message, List<Fault> faults) {
            super(message, null);
            this.faults = List.copyOf(faults);
        }

        public List<Fault> faults() {
            return faults;
        }
    }

    /** Another link, or the link itself, stands in its way. Nothing was changed. */
    public static final class Conflicting extends LinkException {
        private static final long serialVersionUID = 1L;
        private final transient List<Fault> faults;

        Conflicting(String id, List<Finding> conflicts) {
            super(
                    "link " + id + " cannot be kept or run like this: "
                            + conflicts.stream().map(Finding::sentence).collect(Collectors.joining(". ")),
                    null);
            this.faults = conflicts.stream()
                    .map(conflict -> new Fault(conflict.pointer(), conflict.sentence()))
                    .toList();
        }

        /** Each conflict, by JSON pointer. */
        public List<Fault> faults() {
            return faults;
        }
    }

    /** The desired state is stored, and what it takes did not work yet; the bridge goes on trying. */
    public static final class Unfinished extends LinkException {
        private static final long serialVersionUID = 1L;

        public Unfinished(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What is kept of the link cannot be read, so that nothing but mending it is possible. */
    public static final class Unreadable extends LinkException {
        private static final long serialVersionUID = 1L;
        private final transient UnreadableLink link;

        public Unreadable(UnreadableLink link) {
            super(
                    "link " + link.id() + " cannot be read, and its connectors are left as they are: " + link.reason()
                            + (link.mendable()
                                    ? ". PUT a document that mends it first"
                                    : ". Run the bridge version that wrote it"),
                    null);
            this.link = link;
        }

        public Set<LinkAction> allowedActions() {
            return link.mendable() ? Set.of(LinkAction.UPDATE) : Set.of();
        }
    }

    /** Something that a deletion should take away stays for now; force leaves it behind. Callers get it as {@link Unfinished}. */
    static final class Leftover extends LinkException {
        private static final long serialVersionUID = 1L;

        Leftover(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
