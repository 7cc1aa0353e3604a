package io.streambus.runtime.embedded;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a worker says that it is healthy (KIP-1017: it has read its topics and joined its group). */
final class Readiness {

    private static final int ATTEMPT_MS = 2_000;
    private static final int PAUSE_MS = 50;

    private Readiness() {}

    /** @throws StartFailedException if it is not healthy in time, with what it answered last */
    static void await(URI worker, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        String last = "no answer";
        while (System.nanoTime() < end) {
            last = ask(worker);
            if (last.isEmpty()) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartFailedException("interrupted while the Connect worker at " + worker + " started", e);
            }
        }
        throw new StartFailedException(
                "the Connect worker at " + worker + " was not healthy after " + deadline.toSeconds()
                        + " s; it answered: " + last,
                null);
    }

    /** Empty once healthy, else what stands in the way. */
    private static String ask(URI worker) {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection) worker.resolve("/health").toURL().openConnection();
            connection.setConnectTimeout(ATTEMPT_MS);
            connection.setReadTimeout(ATTEMPT_MS);
            int status = connection.getResponseCode();
            return status == HttpURLConnection.HTTP_OK ? "" : "status " + status;
        } catch (IOException e) {
            return e.toString();
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }
}
