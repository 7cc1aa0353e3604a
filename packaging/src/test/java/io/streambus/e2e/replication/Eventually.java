package io.streambus.e2e.replication;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ThrowingRunnable;

/** How long a test waits for what must come true; generous, for machines are small and noisy. */
final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Eventually() {}

    static void become(Callable<Boolean> condition, String what) {
        await(what).atMost(PATIENCE).ignoreExceptions().until(condition);
    }

    static void assertThat(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).untilAsserted(assertion);
    }
}
