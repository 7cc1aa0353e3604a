package io.streambus.bridge.lifecycle;

import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.Wish;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.store.StoredLink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares a link's wish with what Connect reports, asks Connect for what is missing, and says which status follows. Confined to the owner of the
 * link.
 */
final class Convergence {

    private static final Duration SOON = Duration.ofMillis(250);
    private static final Duration WATCH = Duration.ofSeconds(2);
    private static final Duration RARELY = Duration.ofSeconds(30);
    private static final Duration HARDLY_EVER = Duration.ofMinutes(5);
    /** Connect takes a wish at once and shows it later; asking again before that is noise. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FlowRunner flows;
    private final Clock clock;
    private Recovery recovery = Recovery.NONE;
    private Optional<Instant> lastAsked = Optional.empty();
    /** What Connect reports may be older than the last wish: a new one is passed on even where it seems to have come true already. */
    private boolean unheard;

    /**
     * What one step has come to.
     *
     * @param settled whether wish and Connect agree
     * @param obstacle what stands in the way, in a sentence
     * @param again after which time to look again
     */
    record Outcome(LinkStatus status, boolean settled, Optional<String> obstacle, Duration again) {
        Outcome {
            Objects.requireNonNull(status, "status");
            Objects.requireNonNull(obstacle, "obstacle");
            Objects.requireNonNull(again, "again");
        }
    }

    Convergence(FlowRunner flows, Clock clock) {
        this.flows = flows;
        this.clock = clock;
    }

    Recovery recovery() {
        return recovery;
    }

    /** A new wish: what was asked or failed before does not matter any more. */
    void begin() {
        recovery = recovery.forgiven();
        lastAsked = Optional.empty();
        unheard = true;
    }

    /** @throws io.streambus.runtime.ConnectRuntimeException when Connect does not play along */
    Outcome step(StoredLink stored) {
        List<Flow> all = Flow.of(stored.link());
        List<FlowState> states = new ArrayList<>();
        for (Flow flow : all) {
            FlowState state = flows.state(flow);
            if (state instanceof FlowState.Missing) {
                flows.recreate(stored.link(), flow);
                state = new FlowState.Settling();
                lastAsked = Optional.empty();
            }
            states.add(state);
        }
        if (unheard) {
            all.forEach(flow -> flows.ask(stored.wish(), flow));
            lastAsked = Optional.of(clock.instant());
            unheard = false;
        }
        return stored.wish() == Wish.RUNNING ? running(stored, all, states) : resting(stored, all, states);
    }

    private Outcome resting(StoredLink stored, List<Flow> all, List<FlowState> states) {
        Class<? extends FlowState> wanted =
                stored.wish() == Wish.PAUSED ? FlowState.Paused.class : FlowState.Stopped.class;
        if (states.stream().allMatch(wanted::isInstance)) {
            return new Outcome(
                    rested(stored), true, Optional.empty(), stored.wish() == Wish.PAUSED ? RARELY : HARDLY_EVER);
        }
        ask(stored.wish(), all, states, wanted);
        return new Outcome(stored.status(), false, Optional.empty(), SOON);
    }

    private LinkStatus rested(StoredLink stored) {
        Instant now = clock.instant();
        if (stored.wish() == Wish.PAUSED) {
            return stored.status() instanceof LinkStatus.Paused ? stored.status() : new LinkStatus.Paused(now);
        }
        return stored.status() instanceof LinkStatus.Stopped ? stored.status() : new LinkStatus.Stopped(now);
    }

    private Outcome running(StoredLink stored, List<Flow> all, List<FlowState> states) {
        Instant now = clock.instant();
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i) instanceof FlowState.Failed failed) {
                return failing(stored, all, states, all.get(i).connector() + ", " + failed.reason(), now);
            }
        }
        if (!states.stream().allMatch(FlowState.Running.class::isInstance)) {
            ask(Wish.RUNNING, all, states, FlowState.Running.class);
            return new Outcome(interrupted(stored.status(), states, now), false, Optional.empty(), SOON);
        }
        boolean alive = all.stream().allMatch(flow -> aliveSince(flow, since(stored)));
        if (!alive) {
            return new Outcome(stored.status(), stored.status() instanceof LinkStatus.Active, Optional.empty(), SOON);
        }
        recovery = recovery.running(now);
        LinkStatus status = recovered(stored.status(), now);
        return new Outcome(status, status instanceof LinkStatus.Active, Optional.empty(), WATCH);
    }

    private Outcome failing(StoredLink stored, List<Flow> all, List<FlowState> states, String reason, Instant now) {
        recovery = recovery.failed(now);
        if (recovery.restartDue(now)) {
            recovery = recovery.restarted(now);
            for (int i = 0; i < states.size(); i++) {
                if (states.get(i) instanceof FlowState.Failed) {
                    flows.restartFailed(all.get(i));
                }
            }
        }
        LinkStatus status = failed(stored.status(), reason, now);
        return new Outcome(status, status instanceof LinkStatus.Failed, Optional.of(reason), SOON);
    }

    private LinkStatus failed(LinkStatus status, String reason, Instant now) {
        if (status instanceof LinkStatus.Active active) {
            return recovery.keepsFailing()
                    ? active.interrupted(now).keepsFailing(reason, now)
                    : active.interrupted(now);
        }
        if (status instanceof LinkStatus.Initializing initializing && recovery.keepsFailing()) {
            return initializing.keepsFailing(reason, now);
        }
        return status instanceof LinkStatus.Failed failed && !failed.reason().equals(reason)
                ? failed.because(reason)
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
        return status instanceof LinkStatus.Failed failed && recovery.failures() == 0 ? failed.recovered(now) : status;
    }

    private Instant since(StoredLink stored) {
        Instant begun = stored.status() instanceof LinkStatus.Active
                ? Instant.EPOCH
                : stored.status().since();
        return recovery.restartedAt().filter(begun::isBefore).orElse(begun);
    }

    private boolean aliveSince(Flow flow, Instant begun) {
        return flows.progress()
                .lastLifeSign(flow)
                .filter(sign -> !sign.isBefore(begun))
                .isPresent();
    }

    private void ask(Wish wish, List<Flow> all, List<FlowState> states, Class<? extends FlowState> wanted) {
        Instant now = clock.instant();
        if (lastAsked.filter(at -> now.isBefore(at.plus(PATIENCE))).isPresent()) {
            return;
        }
        for (int i = 0; i < states.size(); i++) {
            boolean onItsWay = states.get(i) instanceof FlowState.Settling && lastAsked.isPresent();
            if (!wanted.isInstance(states.get(i)) && !onItsWay) {
                flows.ask(wish, all.get(i));
            }
        }
        lastAsked = Optional.of(now);
    }
}
