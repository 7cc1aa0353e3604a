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

/** One attempt of a call at one worker. Thread-safe. */
final class Transport implements AutoCloseable {

    static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    /** An attempt without an answer. */
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean maybeCarriedOut;

        NoAnswer(String reason, boolean maybeCarriedOut, Throwable cause) {
            super(reason, cause);
            this.maybeCarriedOut = maybeCarriedOut;
        }

        /** False only if the call certainly never reached the worker. */
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
     * @param remaining of the call's total time; bounds this attempt as well as the request time-out does
     * @param permit when it ends, so does this attempt
     */
    HttpResponse<byte[]> send(ConnectRequest call, Worker worker, Duration remaining, Permit permit)
            throws NoAnswer, BoundedBody.TooLong, InterruptedException {
        Duration bound = remaining.compareTo(timeouts.request()) < 0 ? remaining : timeouts.request();
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = client.sendAsync(request(call, worker), head -> new BoundedBody(MAX_ANSWER_BYTES));
        } catch (RejectedExecutionException e) {
            throw new NoAnswer("the client is closed", false, e);
        }
        try {
            // Not HttpRequest.timeout: that one ends when the headers have come, and a body may trickle for ever.
            return await(answer, bound, permit);
        } catch (TimeoutException e) {
            throw new NoAnswer(
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
                throw new NoAnswer("no connection within " + timeouts.connect().toMillis() + " ms", false, cause);
            }
            if (cause instanceof ConnectException) {
                throw new NoAnswer("no connection: " + reason(cause), false, cause);
            }
            throw new NoAnswer("the connection broke: " + reason(cause), true, cause);
        } finally {
            // Ends the exchange if it is still going on, whatever made this method leave.
            answer.cancel(true);
        }
    }

    /** A permit is prolonged while an answer is waited for, so that what is left of it is asked for again each time it would be over. */
    private static <T> T await(CompletableFuture<T> answer, Duration bound, Permit permit)
            throws ExecutionException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            long left = Math.min(end - System.nanoTime(), permit.left().toNanos());
            try {
                return answer.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (permit.over() || System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
        }
    }

    private static HttpRequest request(ConnectRequest call, Worker worker) {
        HttpRequest.Builder request = HttpRequest.newBuilder(worker.resolve(call.path()))
                .header("Accept", "application/json")
                .method(
                        call.method(),
                        call.body()
                                .map(HttpRequest.BodyPublishers::ofByteArray)
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        if (call.body().isPresent()) {
            request.header("Content-Type", "application/json");
        }
        worker.authorization().ifPresent(value -> request.header("Authorization", value));
        return request.build();
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

    /** Ends running calls at once. Java 17 has no way to close the client itself: its one thread ends when the client is garbage. */
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
