package io.streambus.bridge.runtime;

import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A Connect cluster that flows can run on. Once it has kept a caller waiting for nothing, one caller at a time asks it again, and the others are told
 * at once that it is away: those who look after links are few, and links that do not need it must not wait behind those that do.
 *
 * <p>Thread-safe: {@code absence} and {@code asking} are guarded by {@code this}.
 */
public final class ConnectCluster {

    /** A refusal that comes at once holds nobody up, and the next caller may try for himself. */
    private static final Duration HOLD_UP = Duration.ofMillis(500);

    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    private final String name;
    private final Set<String> near;
    private final ConnectRuntime runtime;
    private final Clock clock;
    private Optional<Absence> absence = Optional.empty();
    private boolean asking;

    private record Absence(String message, Instant until) {}

    /** @param near the cluster_ids of the clusters it is near */
    public ConnectCluster(String name, Set<String> near, ConnectRuntime runtime, Clock clock) {
        this.name = Objects.requireNonNull(name, "name");
        this.near = Set.copyOf(near);
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    ConnectCluster through(UnaryOperator<ConnectRuntime> wrap) {
        return new ConnectCluster(name, near, wrap.apply(runtime), clock);
    }

    /** The operator's name for it, which stays the same when its workers move. */
    public String name() {
        return name;
    }

    boolean isNear(String clusterId) {
        return near.contains(clusterId);
    }

    /** @throws ConnectRuntimeException as the call does, or {@link ConnectRuntimeException.Unavailable} because another call has just ended so */
    public void run(Consumer<ConnectRuntime> call) {
        ask(connect -> {
            call.accept(connect);
            return true;
        });
    }

    /** As {@link #run}, for calls that wait for more than Connect: one that ends as unavailable does not make others believe that Connect is away. */
    public void runAtLength(Consumer<ConnectRuntime> call) {
        ask(
                connect -> {
                    call.accept(connect);
                    return true;
                },
                false);
    }

    /** As {@link #run}, for calls that have an answer. */
    public <T> T ask(Function<ConnectRuntime, T> call) {
        return ask(call, true);
    }

    /** @param telling whether no answer to this call means that Connect is away */
    private <T> T ask(Function<ConnectRuntime, T> call, boolean telling) {
        boolean alone = admit();
        Instant begin = clock.instant();
        try {
            T answer = call.apply(runtime);
            seen();
            return answer;
        } catch (ConnectRuntimeException.Unavailable e) {
            if (telling) {
                missed(e.getMessage(), begin);
            }
            throw e;
        } catch (ConnectRuntimeException e) {
            seen();
            throw e;
        } finally {
            if (alone) {
                askedAgain();
            }
        }
    }

    /** @return whether the caller is the one who finds out whether it is back */
    private synchronized boolean admit() {
        if (absence.isEmpty()) {
            return false;
        }
        if (asking || stillAway(clock.instant(), absence.get().until())) {
            throw new ConnectRuntimeException.Unavailable(absence.get().message(), null);
        }
        asking = true;
        return true;
    }

    /** A clock that has been set back must not make it last longer. */
    private static boolean stillAway(Instant now, Instant until) {
        return now.isBefore(until) && !until.isAfter(now.plus(LEFT_ALONE));
    }

    private synchronized void askedAgain() {
        asking = false;
    }

    private synchronized void seen() {
        absence = Optional.empty();
    }

    private synchronized void missed(String message, Instant begin) {
        Instant now = clock.instant();
        if (absence.isPresent() || !now.isBefore(begin.plus(HOLD_UP))) {
            absence = Optional.of(new Absence(message, now.plus(LEFT_ALONE)));
        }
    }

    void close() {
        runtime.close();
    }
}
