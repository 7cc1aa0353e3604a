package io.streambus.runtime.rest;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.streambus.runtime.ConnectRuntimeException.Rebalancing;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import io.streambus.runtime.Permit;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * The workers of one Connect cluster: a request is tried at one after another until one answers for good or the time is over.
 *
 * <p>Thread-safe: the index of the worker to begin with is atomic, and a race over it only costs an attempt.
 */
final class ConnectWorkers implements AutoCloseable {

    private static final Duration REBALANCE_TAKES = Duration.ofSeconds(2);

    private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(100);

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
    private final RetryPolicy<ConnectResponse> retries;
    private volatile boolean closed;
    private final AtomicInteger preferred = new AtomicInteger();

    ConnectWorkers(String name, List<Worker> workers, RestTimeouts timeouts) {
        this.name = name;
        this.workers = workers;
        this.timeouts = timeouts;
        this.transport = new Transport(name, timeouts);
        this.retries = RetryPolicy.<ConnectResponse>builder()
                .handle(TryAgain.class)
                .withBackoff(100, 2_000, ChronoUnit.MILLIS)
                .withJitter(0.2)
                .withMaxRetries(-1)
                .withMaxDuration(timeouts.total())
                .build();
    }

    /**
     * @param permit asked before each attempt of a request that changes something
     * @return a response other than a rebalance or a gateway's fault
     * @throws Rebalancing if the workers were still rebalancing when the time was over
     * @throws Unavailable if no worker answered, or the permit ended first
     */
    ConnectResponse send(ConnectRequest request, Permit permit) {
        Attempts attempts = new Attempts(request, request.changes() ? permit : Permit.UNLIMITED);
        try {
            return Failsafe.with(retries)
                    .get(context -> attempts.round(timeouts.total().minus(context.getElapsedTime())));
        } catch (FailsafeException e) {
            throw failure(request, e);
        }
    }

    private RuntimeException failure(ConnectRequest request, FailsafeException e) {
        if (e.getCause() instanceof TryAgain last) {
            return last.rebalancing
                    ? new Rebalancing(
                            "the Connect cluster " + name + " was still rebalancing after "
                                    + timeouts.total().toMillis() + " ms (" + request.shown() + "): "
                                    + last.getMessage(),
                            REBALANCE_TAKES)
                    : new Unavailable(
                            "the Connect cluster " + name + " does not answer " + request.shown() + ": "
                                    + last.getMessage(),
                            e);
        }
        if (e.getCause() instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new Unavailable("interrupted while waiting for the Connect cluster " + name, e);
        }
        return e;
    }

    /** The attempts of one request. Confined to its thread. */
    private final class Attempts {
        private final ConnectRequest request;
        private final Permit permit;
        private final Map<Worker, String> reasons = new LinkedHashMap<>();
        private boolean rebalancing;
        private boolean maybeCarriedOut;

        Attempts(ConnectRequest request, Permit permit) {
            this.request = request;
            this.permit = permit;
        }

        /** Asks one worker after another, beginning with the one that answered last. */
        ConnectResponse round(Duration remaining) throws TryAgain, InterruptedException {
            if (closed) {
                throw new Unavailable("the client of the Connect cluster " + name + " is closed", null);
            }
            long end = System.nanoTime() + remaining.toNanos();
            int first = preferred.get();
            for (int i = 0; i < workers.size(); i++) {
                int index = (first + i) % workers.size();
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!reasons.isEmpty() && left.compareTo(SHORTEST_ATTEMPT) < 0) {
                    // It would fail for want of time, and hide why the earlier ones failed.
                    break;
                }
                Optional<ConnectResponse> response = attempt(workers.get(index), left);
                if (response.isPresent()) {
                    preferred.set(index);
                    return response.get();
                }
                if (rebalancing) {
                    // Whichever worker is asked, the group is the same.
                    break;
                }
            }
            throw new TryAgain(shown(reasons), rebalancing);
        }

        private void requirePermit() {
            if (permit.over()) {
                throw new Unavailable(
                        "the Connect cluster " + name + " is not asked to " + request.shown()
                                + ": whoever asks has lost the right to change it"
                                + (reasons.isEmpty() ? "" : "; before that: " + shown(reasons)),
                        null);
            }
        }

        private Optional<ConnectResponse> attempt(Worker worker, Duration left) throws InterruptedException {
            requirePermit();
            rebalancing = false;
            try {
                HttpResponse<byte[]> httpResponse = transport.send(request, worker, left, permit);
                ConnectResponse response = new ConnectResponse(
                        request,
                        worker,
                        httpResponse.statusCode(),
                        new String(httpResponse.body(), StandardCharsets.UTF_8),
                        maybeCarriedOut);
                rebalancing = ErrorResponses.isRebalance(response);
                if (!rebalancing && !ErrorResponses.isGatewayFault(response)) {
                    return Optional.of(response);
                }
                maybeCarriedOut |= !rebalancing;
                reasons.put(worker, "status " + response.status() + ", " + ErrorResponses.message(response));
            } catch (BoundedBody.TooLong e) {
                throw new Unavailable(
                        "the Connect cluster " + name + " cannot serve " + request.shown() + ": " + worker + ": "
                                + e.getMessage() + "; check that the address is that of a Connect worker",
                        e);
            } catch (Transport.NoResponse e) {
                maybeCarriedOut |= e.maybeCarriedOut();
                reasons.put(worker, e.getMessage());
            }
            return Optional.empty();
        }

        private static String shown(Map<Worker, String> reasons) {
            return reasons.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                    .collect(Collectors.joining("; "));
        }
    }

    @Override
    public void close() {
        closed = true;
        transport.close();
    }
}
