package io.streambus.demo.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a health endpoint to answer 200. Confined to one thread. */
final class HealthEndpoint {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final HttpRequest request;

    HealthEndpoint(String url) {
        this.request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(2))
                .build();
    }

    /**
     * @param hope asked before each attempt; waiting is over once it is false
     * @return whether the endpoint answered 200 in time
     */
    boolean await(Duration patience, BooleanSupplier hope) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (hope.getAsBoolean() && System.nanoTime() < deadline) {
                if (answers()) {
                    return true;
                }
                TimeUnit.MILLISECONDS.sleep(INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private boolean answers() throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
