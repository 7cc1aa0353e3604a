package io.streambus.e2e.replication;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ThrowingRunnable;

/** How long a test waits for what must come true; generous, for machines are small and noisy. */
public final class Eventually {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Eventually() {}

    public static void become(Callable<Boolean> condition, String what) {
        await(what).atMost(PATIENCE).ignoreExceptions().until(condition);
    }

    public static void assertThat(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).untilAsserted(assertion);
    }
}
