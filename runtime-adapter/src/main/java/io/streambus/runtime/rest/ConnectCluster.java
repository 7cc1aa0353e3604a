package io.streambus.runtime.rest;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.streambus.runtime.ConnectRuntimeException.Rebalancing;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The workers of one Connect cluster: a call is tried at one after another until one answers for good or the time is over.
 *
 * <p>Thread-safe: the index of the worker to begin with is atomic, and a race over it only costs an attempt.
 */
final class ConnectCluster implements AutoCloseable {

    private static final Duration REBALANCE_TAKES = Duration.ofSeconds(2);

    /** Nobody answered for good this time round. */
    private static final class TryAgain extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean rebalancing;

        TryAgain(String reasons, boolean rebalancing) {
            super(reasons, null, false, false);
            this.rebalancing = rebalancing;
        }
    }

    private final String name;
    private final List<Worker> workers;
    private final RestTimeouts timeouts;
    private final Transport transport;
    private final RetryPolicy<Answer> retries;
    private final AtomicInteger preferred = new AtomicInteger();

    ConnectCluster(String name, List<Worker> workers, RestTimeouts timeouts) {
        this.name = name;
        this.workers = workers;
        this.timeouts = timeouts;
        this.transport = new Transport(name, timeouts);
        this.retries = RetryPolicy.<Answer>builder()
                .handle(TryAgain.class)
                .withBackoff(100, 2_000, ChronoUnit.MILLIS)
                .withJitter(0.2)
                .withMaxRetries(-1)
                .withMaxDuration(timeouts.total())
                .build();
    }

    /**
     * @return an answer other than a rebalance or a gateway's fault
     * @throws Rebalancing if the workers were still rebalancing when the time was over
     * @throws Unavailable if no worker answered
     */
    Answer call(Call call) {
        Attempts attempts = new Attempts(call);
        try {
            return Failsafe.with(retries)
                    .get(context -> attempts.round(timeouts.total().minus(context.getElapsedTime())));
        } catch (FailsafeException e) {
            throw failure(call, e);
        }
    }

    private RuntimeException failure(Call call, FailsafeException e) {
        if (e.getCause() instanceof TryAgain last) {
            return last.rebalancing
                    ? new Rebalancing(
                            "the Connect cluster " + name + " was still rebalancing after "
                                    + timeouts.total().toMillis() + " ms (" + call.shown() + "): " + last.getMessage(),
                            REBALANCE_TAKES)
                    : new Unavailable(
                            "the Connect cluster " + name + " does not answer " + call.shown() + ": "
                                    + last.getMessage(),
                            e);
        }
        if (e.getCause() instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new Unavailable("interrupted while waiting for the Connect cluster " + name, e);
        }
        return e;
    }

    /** The attempts of one call. Confined to its thread. */
    private final class Attempts {
        private final Call call;
        private boolean maybeCarriedOut;

        Attempts(Call call) {
            this.call = call;
        }

        Answer round(Duration remaining) throws TryAgain, InterruptedException {
            long end = System.nanoTime() + remaining.toNanos();
            Map<Worker, String> reasons = new LinkedHashMap<>();
            boolean rebalancing = false;
            int first = preferred.get();
            for (int i = 0; i < workers.size(); i++) {
                int index = (first + i) % workers.size();
                Worker worker = workers.get(index);
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (left.isNegative() || left.isZero()) {
                    break;
                }
                try {
                    HttpResponse<byte[]> response = transport.send(call, worker, left);
                    Answer answer = new Answer(
                            call,
                            worker,
                            response.statusCode(),
                            new String(response.body(), StandardCharsets.UTF_8),
                            maybeCarriedOut);
                    preferred.set(index);
                    if (Refusals.isRebalance(answer)) {
                        // Whichever worker is asked, the group is the same: wait rather than ask the next.
                        reasons.put(worker, Refusals.message(answer));
                        rebalancing = true;
                        break;
                    }
                    if (!Refusals.isGatewayFault(answer)) {
                        return answer;
                    }
                    maybeCarriedOut = true;
                    reasons.put(worker, "status " + answer.status() + ", " + Refusals.message(answer));
                } catch (Transport.NoAnswer e) {
                    maybeCarriedOut |= e.maybeCarriedOut();
                    reasons.put(worker, e.getMessage());
                }
            }
            throw new TryAgain(shown(reasons), rebalancing);
        }

        private String shown(Map<Worker, String> reasons) {
            Function<Map.Entry<Worker, String>, String> line = entry -> entry.getKey() + ": " + entry.getValue();
            return reasons.isEmpty()
                    ? "no time left"
                    : reasons.entrySet().stream().map(line).collect(Collectors.joining("; "));
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}
