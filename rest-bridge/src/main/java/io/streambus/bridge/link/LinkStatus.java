package io.streambus.bridge.link;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Where a link's life cycle is: the words of the spec. Each status offers the moves that are legal from it and no others. Whether what runs runs
 * well is health, a separate axis.
 */
public sealed interface LinkStatus {

    /** The status as answers give it. */
    String word();

    /** Since when, on the bridge's clock. */
    Instant since();

    /** What may be asked of a link in this status and changes something. */
    Set<LinkAction> allowedActions();

    /** Where a life-cycle call leads. {@link LinkAction#UPDATE} and {@link LinkAction#DELETE} never move a status. */
    Move on(LinkAction action, Instant now);

    /** Whether records are meant to flow. */
    default boolean running() {
        return false;
    }

    /** The answer to a life-cycle call. */
    sealed interface Move {}

    /** The call is legal and leads to {@code status}. */
    record MovesTo(LinkStatus status) implements Move {}

    /** The link is where the call would bring it. */
    record AlreadyThere() implements Move {}

    /** The call is not among {@link #allowedActions()}. */
    record NotAllowed() implements Move {}

    /** The connectors exist and hold no tasks. */
    record Stopped(Instant since) implements LinkStatus {
        public Stopped {
            Objects.requireNonNull(since, "since");
        }

        @Override
        public String word() {
            return "stopped";
        }

        @Override
        public Set<LinkAction> allowedActions() {
            return EnumSet.of(LinkAction.START, LinkAction.UPDATE, LinkAction.DELETE);
        }

        @Override
        public Move on(LinkAction action, Instant now) {
            return switch (action) {
                case START -> new MovesTo(new Initializing(now));
                case STOP -> new AlreadyThere();
                default -> new NotAllowed();
            };
        }
    }

    /** Told to run, or running again after a failure; not every task has given a life sign yet. */
    record Initializing(Instant since) implements LinkStatus {
        public Initializing {
            Objects.requireNonNull(since, "since");
        }

        @Override
        public String word() {
            return "initializing";
        }

        @Override
        public Set<LinkAction> allowedActions() {
            return EnumSet.of(LinkAction.PAUSE, LinkAction.STOP);
        }

        @Override
        public Move on(LinkAction action, Instant now) {
            return whileRunning(action, now);
        }

        @Override
        public boolean running() {
            return true;
        }

        public Active lifeSignSeen(Instant now) {
            return new Active(now);
        }

        public Failed keepsFailing(String reason, Instant now) {
            return new Failed(now, reason);
        }
    }

    /** Every task runs and progress has been written. */
    record Active(Instant since) implements LinkStatus {
        public Active {
            Objects.requireNonNull(since, "since");
        }

        @Override
        public String word() {
            return "active";
        }

        @Override
        public Set<LinkAction> allowedActions() {
            return EnumSet.of(LinkAction.PAUSE, LinkAction.STOP);
        }

        @Override
        public Move on(LinkAction action, Instant now) {
            return whileRunning(action, now);
        }

        @Override
        public boolean running() {
            return true;
        }

        /** A task failed for the first time; it is restarted. */
        public Initializing interrupted(Instant now) {
            return new Initializing(now);
        }
    }

    /** The tasks stay assigned and copy nothing. */
    record Paused(Instant since) implements LinkStatus {
        public Paused {
            Objects.requireNonNull(since, "since");
        }

        @Override
        public String word() {
            return "paused";
        }

        @Override
        public Set<LinkAction> allowedActions() {
            return EnumSet.of(LinkAction.RESUME, LinkAction.STOP, LinkAction.UPDATE);
        }

        @Override
        public Move on(LinkAction action, Instant now) {
            return switch (action) {
                case RESUME -> new MovesTo(new Initializing(now));
                case STOP -> new MovesTo(new Stopped(now));
                case PAUSE -> new AlreadyThere();
                default -> new NotAllowed();
            };
        }
    }

    /**
     * A restart did not help. The bridge goes on restarting with growing delay.
     *
     * @param reason one sentence, without secrets
     */
    record Failed(Instant since, String reason) implements LinkStatus {
        public Failed {
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String word() {
            return "failed";
        }

        @Override
        public Set<LinkAction> allowedActions() {
            return EnumSet.of(LinkAction.START, LinkAction.STOP);
        }

        @Override
        public Move on(LinkAction action, Instant now) {
            return switch (action) {
                case START -> new MovesTo(new Initializing(now));
                case STOP -> new MovesTo(new Stopped(now));
                default -> new NotAllowed();
            };
        }

        @Override
        public boolean running() {
            return true;
        }

        public Active recovered(Instant now) {
            return new Active(now);
        }

        public Failed because(String newReason) {
            return new Failed(since, newReason);
        }
    }

    private static Move whileRunning(LinkAction action, Instant now) {
        return switch (action) {
            case PAUSE -> new MovesTo(new Paused(now));
            case STOP -> new MovesTo(new Stopped(now));
            case START, RESUME -> new AlreadyThere();
            default -> new NotAllowed();
        };
    }
}
