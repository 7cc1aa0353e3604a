package io.streambus.bridge.lifecycle;

import io.streambus.bridge.lifecycle.FlowConnectors.FlowConnector;
import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.store.StoredLink;
import io.streambus.bridge.store.StoredLink.Phase;
import io.streambus.connect.standstill.FailedRecord;
import io.streambus.runtime.ConnectRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares the desired states of a link's flows with what Connect reports, asks Connect for what is missing, and says which status follows. Confined to the owner of the
 * link.
 */
final class Reconciler {

    static final Duration SOON = Duration.ofMillis(250);
    private static final Duration WATCH = Duration.ofSeconds(2);
    private static final Duration RARELY = Duration.ofSeconds(30);
    private static final Duration HARDLY_EVER = Duration.ofMinutes(5);
    /** After which a change is one that takes long. */
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Connect takes a desired state at once and shows it later; asking again before that is noise. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FlowConnectors flows;
    private final Clock clock;
    /** By connector. */
    private final Map<String, RestartBackoff> backoffs = new HashMap<>();

    private Optional<Instant> lastAsked = Optional.empty();
    /** When the present desired state was told, or was last found fulfilled. */
    private Instant changedAt;
    /** What Connect reports may be older than the last desired state: a new one is passed on even where it seems to have come true already. */
    private boolean unheard;

    /**
     * What one step has come to.
     *
     * @param reconciled whether desired state and Connect agree
     * @param blockedBy what stands in the way, in a sentence
     * @param again after which time to look again
     */
    record Outcome(LinkStatus status, boolean reconciled, Optional<String> blockedBy, Duration again) {
        Outcome {
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(blockedBy, "blockedBy");
            Objects.requireNonNull(again, "again");
        }
    }

    Reconciler(FlowConnectors flows, Clock clock) {
        this.flows = flows;
        this.clock = clock;
        this.changedAt = clock.instant();
    }

    /** Whether the link is known to be in its desired state. */
    static boolean hasCome(StoredLink stored) {
        if (stored.phase() != Phase.CREATED) {
            return true;
        }
        LinkStatus status = stored.status();
        return switch (stored.desired()) {
            case RUNNING -> status instanceof LinkStatus.Active || status instanceof LinkStatus.Failed;
            case PAUSED -> status instanceof LinkStatus.Paused;
            case STOPPED -> status instanceof LinkStatus.Stopped;
        };
    }

    /** Failures of the flow that has failed most often since it last ran well. */
    int consecutiveFailures() {
        return backoffs.values().stream()
                .mapToInt(RestartBackoff::failures)
                .max()
                .orElse(0);
    }

    /** Failures of all flows that this bridge has seen. */
    long totalFailures() {
        return backoffs.values().stream().mapToLong(RestartBackoff::total).sum();
    }

    /** A new desired state: what was asked or failed before does not matter any more. */
    void begin() {
        backoffs.replaceAll((connector, backoff) -> backoff.forgiven());
        lastAsked = Optional.empty();
        unheard = true;
        changedAt = clock.instant();
    }

    /**
     * Does what can be done about each flow, whatever stands in the way of the others.
     *
     * @throws io.streambus.runtime.ConnectRuntimeException when Connect does not play along
     */
    Outcome step(StoredLink stored) {
        List<FlowConnector> all = flows.of(stored);
        List<FlowState> states = new ArrayList<>();
        for (FlowConnector connector : all) {
            FlowState state = flows.state(stored, connector);
            states.add(state instanceof FlowState.Missing ? missing(stored, connector) : state);
        }
        if (unheard) {
            tell(stored, all, states);
        }
        return stored.desired() == DesiredState.RUNNING ? running(stored, all, states) : resting(stored, all, states);
    }

    /** What is to be stopped and is not there is stopped, also if Connect does not take it any more. */
    private FlowState missing(StoredLink stored, FlowConnector connector) {
        try {
            flows.recreate(stored, connector);
            lastAsked = Optional.empty();
            return new FlowState.Settling();
        } catch (ConnectRuntimeException.InvalidConfig | ConnectRuntimeException.Conflict e) {
            return stored.desired(connector.flow()) == DesiredState.STOPPED
                    ? new FlowState.Stopped()
                    : new FlowState.Refused(e.getMessage());
        } catch (ConnectRuntimeException e) {
            return new FlowState.Unknown(e);
        }
    }

    /** A flow that cannot be told now is told with all the others once it can. */
    private void tell(StoredLink stored, List<FlowConnector> all, List<FlowState> states) {
        Optional<ConnectRuntimeException> unheardBy = Optional.empty();
        boolean everyOneHeard = true;
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i) instanceof FlowState.Unknown) {
                everyOneHeard = false;
            } else if (!(states.get(i) instanceof FlowState.Refused)) {
                Optional<ConnectRuntimeException> blockedBy = told(stored, all.get(i));
                everyOneHeard &= blockedBy.isEmpty();
                unheardBy = unheardBy.or(() -> blockedBy);
            }
        }
        unheard = !everyOneHeard;
        lastAsked = Optional.of(clock.instant());
        if (unheardBy.isPresent()) {
            throw unheardBy.get();
        }
    }

    /** @return what kept it from being told */
    private Optional<ConnectRuntimeException> told(StoredLink stored, FlowConnector connector) {
        try {
            flows.ask(stored, connector);
            return Optional.empty();
        } catch (ConnectRuntimeException.NotFound e) {
            return stored.desired(connector.flow()) == DesiredState.STOPPED ? Optional.empty() : Optional.of(e);
        } catch (ConnectRuntimeException e) {
            return Optional.of(e);
        }
    }

    private static void requireKnown(List<FlowState> states) {
        for (FlowState state : states) {
            if (state instanceof FlowState.Unknown unknown) {
                throw unknown.reason();
            }
        }
    }

    private Outcome resting(StoredLink stored, List<FlowConnector> all, List<FlowState> states) {
        if (allRest(stored, all, states)) {
            changedAt = clock.instant();
            boolean paused = stored.desired() == DesiredState.PAUSED;
            return new Outcome(rested(stored), true, Optional.empty(), paused ? RARELY : HARDLY_EVER);
        }
        ask(stored, all, states);
        requireKnown(states);
        return new Outcome(stored.status(), false, failure(states), soon());
    }

    /** Whether every connector that is not to run rests. */
    private static boolean allRest(StoredLink stored, List<FlowConnector> all, List<FlowState> states) {
        for (int i = 0; i < states.size(); i++) {
            DesiredState desired = stored.desired(all.get(i).flow());
            FlowState state = states.get(i);
            boolean rests = isAsDesired(desired, state) || (desired == DesiredState.PAUSED && isIdle(state));
            if (desired != DesiredState.RUNNING && !rests) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsDesired(DesiredState desired, FlowState state) {
        return switch (desired) {
            case RUNNING -> state instanceof FlowState.Running;
            case PAUSED -> state instanceof FlowState.Paused;
            case STOPPED -> state instanceof FlowState.Stopped;
        };
    }

    /** Connect lets what has failed do nothing but stop; that it does not copy is what a pause is for. */
    private static boolean isIdle(FlowState state) {
        return state instanceof FlowState.Failed failed && failed.idle();
    }

    private static Optional<String> failure(List<FlowState> states) {
        return states.stream().flatMap(state -> failure(state).stream()).findFirst();
    }

    private static Optional<String> failure(FlowState state) {
        if (state instanceof FlowState.Failed failed) {
            return Optional.of(failed.reason());
        }
        return state instanceof FlowState.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    /** What takes long is looked at less often. */
    private Duration soon() {
        return clock.instant().isBefore(changedAt.plus(LONG)) ? SOON : WATCH;
    }

    private LinkStatus rested(StoredLink stored) {
        Instant now = clock.instant();
        if (stored.desired() == DesiredState.PAUSED) {
            return stored.status() instanceof LinkStatus.Paused ? stored.status() : new LinkStatus.Paused(now);
        }
        return stored.status() instanceof LinkStatus.Stopped ? stored.status() : new LinkStatus.Stopped(now);
    }

    private Outcome running(StoredLink stored, List<FlowConnector> all, List<FlowState> states) {
        Instant now = clock.instant();
        boolean alive = true;
        Optional<Failing> worst = Optional.empty();
        List<FlowState> toRun = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            FlowConnector connector = all.get(i);
            if (stored.desired(connector.flow()) != DesiredState.RUNNING) {
                continue;
            }
            toRun.add(states.get(i));
            RestartBackoff backoff = backoffs.getOrDefault(connector.name(), RestartBackoff.NONE);
            Optional<String> failure = failure(states.get(i));
            Optional<String> record = flows.progress().failedRecord(connector.flow());
            if (failure.isPresent()) {
                backoff = restarted(stored, connector, states.get(i), backoff.failed(now));
                Failing failing = new Failing(reason(connector, failure.get(), record), backoff);
                worst = worst.filter(other -> other.failures() >= failing.failures())
                        .or(() -> Optional.of(failing));
            } else if (states.get(i) instanceof FlowState.Running
                    && aliveSince(connector.flow(), since(stored, backoff))) {
                // Before the record that has ended it the flow runs well, and ends there again.
                backoff = record.isPresent() ? backoff : backoff.running(now);
            } else {
                alive = false;
            }
            backoffs.put(connector.name(), backoff);
        }
        if (worst.isPresent()) {
            ask(stored, all, states);
            LinkStatus status = failed(stored.status(), worst.get(), now);
            return new Outcome(
                    status,
                    status instanceof LinkStatus.Failed,
                    Optional.of(worst.get().reason()),
                    soon());
        }
        if (!toRun.stream().allMatch(FlowState.Running.class::isInstance) || !allRest(stored, all, states)) {
            ask(stored, all, states);
            requireKnown(states);
            return new Outcome(interrupted(stored.status(), toRun, now), false, Optional.empty(), soon());
        }
        if (!alive) {
            return new Outcome(stored.status(), stored.status() instanceof LinkStatus.Active, Optional.empty(), soon());
        }
        changedAt = now;
        LinkStatus status = recovered(stored.status(), now);
        return new Outcome(status, status instanceof LinkStatus.Active, Optional.empty(), WATCH);
    }

    /** Connect's own reason, and the record, where the one does not name the other. */
    private static String reason(FlowConnector connector, String failure, Optional<String> record) {
        String reason = connector.name() + ", " + failure;
        return FailedRecord.in(failure).isPresent()
                ? reason
                : record.map(sentence -> reason + ". " + sentence).orElse(reason);
    }

    /** A failed flow, with a sentence that names it. */
    private record Failing(String reason, RestartBackoff backoff) {
        int failures() {
            return backoff.failures();
        }
    }

    /** Each flow is restarted in its own time. One that Connect does not take has just been tried again. */
    private RestartBackoff restarted(
            StoredLink stored, FlowConnector connector, FlowState state, RestartBackoff backoff) {
        Instant now = clock.instant();
        if (!backoff.restartDue(now)) {
            return backoff;
        }
        if (state instanceof FlowState.Failed) {
            flows.restartFailed(stored, connector);
        }
        return backoff.restarted(now);
    }

    private static LinkStatus failed(LinkStatus status, Failing worst, Instant now) {
        boolean keepsFailing = worst.backoff().keepsFailing();
        if (status instanceof LinkStatus.Active active) {
            return keepsFailing ? active.interrupted(now).keepsFailing(worst.reason(), now) : active.interrupted(now);
        }
        if (status instanceof LinkStatus.Initializing initializing && keepsFailing) {
            return initializing.keepsFailing(worst.reason(), now);
        }
        return status instanceof LinkStatus.Failed failed && !failed.reason().equals(worst.reason())
                ? failed.because(worst.reason())
                : status;
    }

    /** Paused or stopped behind the bridge's back is an interruption; a rebalance, which gives tasks away for a moment, is not. */
    private static LinkStatus interrupted(LinkStatus status, List<FlowState> states, Instant now) {
        boolean resting = states.stream()
                .anyMatch(state -> state instanceof FlowState.Paused || state instanceof FlowState.Stopped);
        return resting && status instanceof LinkStatus.Active active ? active.interrupted(now) : status;
    }

    private LinkStatus recovered(LinkStatus status, Instant now) {
        if (status instanceof LinkStatus.Initializing initializing) {
            return initializing.lifeSignSeen(now);
        }
        return status instanceof LinkStatus.Failed failed && consecutiveFailures() == 0
                ? failed.recovered(now)
                : status;
    }

    private static Instant since(StoredLink stored, RestartBackoff backoff) {
        Instant begun = stored.status() instanceof LinkStatus.Active
                ? Instant.EPOCH
                : stored.status().since();
        return backoff.restartedAt().filter(begun::isBefore).orElse(begun);
    }

    private boolean aliveSince(Flow flow, Instant begun) {
        return flows.progress()
                .lastLifeSign(flow)
                .filter(sign -> !sign.isBefore(begun))
                .isPresent();
    }

    private void ask(StoredLink stored, List<FlowConnector> all, List<FlowState> states) {
        Instant now = clock.instant();
        if (lastAsked.filter(at -> now.isBefore(at.plus(PATIENCE))).isPresent()) {
            return;
        }
        for (int i = 0; i < states.size(); i++) {
            DesiredState desired = stored.desired(all.get(i).flow());
            boolean onItsWay = states.get(i) instanceof FlowState.Settling && lastAsked.isPresent();
            // What has failed is restarted if it is to run, and takes nothing but a stop otherwise.
            boolean beyondAsking = states.get(i) instanceof FlowState.Unknown
                    || states.get(i) instanceof FlowState.Refused
                    || (states.get(i) instanceof FlowState.Failed && desired != DesiredState.STOPPED);
            if (!isAsDesired(desired, states.get(i)) && !onItsWay && !beyondAsking) {
                flows.ask(stored, all.get(i));
            }
        }
        lastAsked = Optional.of(now);
    }
}
