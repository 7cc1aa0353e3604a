package io.streambus.connect.group.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A task whose thread has ended is no running task, whatever has ended it. */
class PassThreadTest {

    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger passes = new AtomicInteger();

    private PassThread started(PassThread.Passes pass) {
        PassThread thread = new PassThread("f", open -> {
            open.push(() -> closed.add("first"));
            open.push(() -> closed.add("second"));
            return pass;
        });
        thread.start();
        return thread;
    }

    private static RuntimeException awaitFailure(PassThread thread) {
        await().until(() -> thread.failure().isPresent());
        return thread.failure().orElseThrow();
    }

    @Test
    void anErrorIsToldAsAFailureIs() {
        try (PassThread thread = started(() -> {
            throw new StackOverflowError("deep");
        })) {
            assertThat(awaitFailure(thread))
                    .hasMessage(
                            "The thread that translates the groups of flow f has ended: java.lang.StackOverflowError:"
                                    + " deep. Nothing is committed on the target any more; restart the task");
        }
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void soIsAnInterruptionByAnybodyElse() {
        try (PassThread thread = started(() -> {
            throw new InterruptedException("not ours");
        })) {
            assertThat(awaitFailure(thread))
                    .hasMessageContaining("has ended: java.lang.InterruptedException: not ours");
        }
    }

    @Test
    void aFailureIsToldAsItIs() {
        IllegalStateException broken = new IllegalStateException("broken");
        try (PassThread thread = started(() -> {
            throw broken;
        })) {
            assertThat(awaitFailure(thread)).isSameAs(broken);
        }
    }

    @Test
    void oneThatIsClosedHasNotFailedAndHasLetGoOfItsClients() {
        PassThread thread = started(() -> {
            passes.incrementAndGet();
            return Duration.ofMillis(1);
        });
        await().until(() -> passes.get() > 2);

        thread.close();

        assertThat(thread.failure()).isEmpty();
        assertThat(closed).containsExactly("second", "first");
    }
}
