package io.streambus.bridge.runtime;

import dev.failsafe.CircuitBreaker;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A Connect cluster that flows can run on. Once it has kept a caller waiting for nothing, one caller at a time asks it again, and the others are told
 * at once that it is away: those who look after links are few, and links that do not need it must not wait behind those that do.
 *
 * <p>Thread-safe.
 */
public final class ConnectCluster {

    /** A refusal that comes at once holds nobody up, and the next caller may try for himself. */
    private static final Duration HOLD_UP = Duration.ofMillis(500);

    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);

    private final String name;
    private final Set<String> near;
    private final ConnectRuntime runtime;
    private final Clock clock;
    private final Duration leftAlone;
    /** Told by hand what to do: a failure is one only with the time that it took. */
    private final CircuitBreaker<Object> breaker;
    /** What it was opened by. */
    private volatile String absence = "";

    /** @param near the cluster_ids of the clusters it is near */
    public ConnectCluster(String name, Set<String> near, ConnectRuntime runtime, Clock clock) {
        this(name, near, runtime, clock, LEFT_ALONE);
    }

    /** @param leftAlone for how long nobody asks a cluster that has kept somebody waiting */
    ConnectCluster(String name, Set<String> near, ConnectRuntime runtime, Clock clock, Duration leftAlone) {
        this.name = Objects.requireNonNull(name, "name");
        this.near = Set.copyOf(near);
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.leftAlone = leftAlone;
        this.breaker = CircuitBreaker.builder().withDelay(leftAlone).build();
    }

    ConnectCluster through(UnaryOperator<ConnectRuntime> wrap) {
        return new ConnectCluster(name, near, wrap.apply(runtime), clock, leftAlone);
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

    /**
     * As {@link #run}, for calls that wait for more than Connect: one that ends as unavailable does not make others believe that Connect is away, so that
     * none of them is sent to find out whether it is back.
     */
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
        boolean admitted = telling ? breaker.tryAcquirePermit() : breaker.isClosed();
        if (!admitted) {
            throw new ConnectRuntimeException.Unavailable(absence, null);
        }
        Instant begin = clock.instant();
        try {
            T answer = call.apply(runtime);
            breaker.close();
            return answer;
        } catch (ConnectRuntimeException.Unavailable e) {
            if (telling && (!breaker.isClosed() || hasHeldUp(begin))) {
                absence = e.getMessage();
                breaker.open();
            }
            throw e;
        } catch (RuntimeException | Error e) {
            // Connect has answered, and what it said is the caller's matter. A permit must not be kept in any case.
            breaker.close();
            throw e;
        }
    }

    private boolean hasHeldUp(Instant begin) {
        return !clock.instant().isBefore(begin.plus(HOLD_UP));
    }

    void close() {
        runtime.close();
    }
}
