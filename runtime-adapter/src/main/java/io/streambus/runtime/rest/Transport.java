package io.streambus.runtime.rest;

import io.streambus.runtime.Permit;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One attempt of a request at one worker. Thread-safe. */
final class Transport implements AutoCloseable {

    static final int MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

    /** An attempt without a response. */
    static final class NoResponse extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean maybeCarriedOut;

        NoResponse(String reason, boolean maybeCarriedOut, Throwable cause) {
            super(reason, cause);
            this.maybeCarriedOut = maybeCarriedOut;
        }

        /** False only if the request certainly never reached the worker. */
        boolean maybeCarriedOut() {
            return maybeCarriedOut;
        }
    }

    private final HttpClient client;
    private final ExecutorService threads;
    private final RestTimeouts timeouts;

    Transport(String name, RestTimeouts timeouts) {
        this.timeouts = timeouts;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "connect-rest-" + name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeouts.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads)
                .build();
    }

    /**
     * @param remaining of the request's total time; bounds this attempt as well as the request time-out does
     * @param permit when it ends, so does this attempt
     */
    HttpResponse<byte[]> send(ConnectRequest request, Worker worker, Duration remaining, Permit permit)
            throws NoResponse, BoundedBody.TooLong, InterruptedException {
        Duration bound = remaining.compareTo(timeouts.request()) < 0 ? remaining : timeouts.request();
        CompletableFuture<HttpResponse<byte[]>> response;
        try {
            response = client.sendAsync(httpRequest(request, worker), head -> new BoundedBody(MAX_RESPONSE_BYTES));
        } catch (RejectedExecutionException e) {
            throw new NoResponse("the client is closed", false, e);
        }
        try {
            // Not HttpRequest.timeout: that one ends when the headers have come, and a body may trickle for ever.
            return await(response, bound, permit);
        } catch (TimeoutException e) {
            throw new NoResponse(
                    permit.over()
                            ? "no answer before the right to change something ended"
                            : "no answer within " + bound.toMillis() + " ms",
                    true,
                    e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof BoundedBody.TooLong tooLong) {
                throw tooLong;
            }
            if (cause instanceof HttpConnectTimeoutException) {
                throw new NoResponse(
                        "no connection within " + timeouts.connect().toMillis() + " ms", false, cause);
            }
            if (cause instanceof ConnectException) {
                throw new NoResponse("no connection: " + reason(cause), false, cause);
            }
            throw new NoResponse("the connection broke: " + reason(cause), true, cause);
        } finally {
            // Ends the exchange if it is still going on, whatever made this method leave.
            response.cancel(true);
        }
    }

    /** A permit is prolonged while a response is waited for, so that what is left of it is asked for again each time it would be over. */
    private static <T> T await(CompletableFuture<T> response, Duration bound, Permit permit)
            throws ExecutionException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            long left = Math.min(end - System.nanoTime(), permit.left().toNanos());
            try {
                return response.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (permit.over() || System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
        }
    }

    private static HttpRequest httpRequest(ConnectRequest request, Worker worker) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(worker.resolve(request.path()))
                .header("Accept", "application/json")
                .method(
                        request.method(),
                        request.body()
                                .map(HttpRequest.BodyPublishers::ofByteArray)
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        if (request.body().isPresent()) {
            builder.header("Content-Type", "application/json");
        }
        worker.authorization().ifPresent(value -> builder.header("Authorization", value));
        return builder.build();
    }

    /** The JDK leaves many of these without a message. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return failure instanceof IOException
                ? "refused or unreachable"
                : failure.getClass().getSimpleName();
    }

    /** Ends requests in flight at once. Java 17 has no way to close the client itself: its one thread ends when the client is garbage. */
    @Override
    public void close() {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (NoSuchMethodException e) {
            // Java before 21.
            threads.shutdownNow();
            return;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot close the HTTP client", e);
        }
        threads.shutdown();
    }
}
