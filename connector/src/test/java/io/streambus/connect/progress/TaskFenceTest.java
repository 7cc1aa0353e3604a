package io.streambus.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.Claim.Claimant;
import io.streambus.connect.checkpoint.ClaimReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** Task 1 of 3 has claimed at offset 40. */
class TaskFenceTest {

    private final List<Long> readFrom = new ArrayList<>();
    private List<Claim> later = List.of();
    private TimeoutException fails;
    private long nanos = 1;
    private final TaskFence fence = new TaskFence(Claim.ofTask(1, 3, 0), 40, this::since, () -> nanos);

    private ClaimReader.Since since(long from) {
        readFrom.add(from);
        if (fails != null) {
            throw fails;
        }
        return new ClaimReader.Since(later, 90);
    }

    private void standsStill(Duration time) {
        nanos += time.toNanos();
    }

    private void isFencedBy(Claim claim, String by) {
        later = List.of(claim);
        standsStill(Duration.ofSeconds(6));

        assertThatThrownBy(() -> fence.pass(false))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining("have been claimed since by " + by);
    }

    @Test
    void whoPassesOftenReadsNothing() {
        for (int i = 0; i < 10; i++) {
            standsStill(Duration.ofSeconds(5));
            fence.pass(false);
        }

        assertThat(readFrom).isEmpty();
    }

    @Test
    void whoStoodStillReadsTheClaimsBehindHisOwnAndTheNextTimeTheLaterOnes() {
        standsStill(Duration.ofMillis(5_001));
        fence.pass(false);
        fence.pass(false);
        standsStill(Duration.ofSeconds(6));
        fence.pass(false);

        assertThat(readFrom).containsExactly(41L, 90L);
    }

    @Test
    void aLaterClaimOfTheSameTaskEndsIt() {
        isFencedBy(Claim.ofTask(1, 3, 5), "task 1 of 3");
    }

    @Test
    void aClaimOfATaskOfAnotherNumberOfTasksEndsIt() {
        isFencedBy(Claim.ofTask(0, 4, 5), "task 0 of 4");
    }

    @Test
    void anAlterationEndsIt() {
        isFencedBy(Claim.of(Claimant.ALTERATION, 5), "an alteration of the connector's offsets");
    }

    @Test
    void anErasureEndsIt() {
        isFencedBy(Claim.of(Claimant.ERASURE, 5), "the removal of the flow's checkpoints");
    }

    @Test
    void whoHasEndedStaysEnded() {
        isFencedBy(Claim.ofTask(1, 3, 5), "task 1 of 3");
        standsStill(Duration.ofMillis(1));

        assertThatThrownBy(() -> fence.pass(false)).isInstanceOf(ConnectException.class);
    }

    @Test
    void anotherTaskOfTheSameNumberDoesNotEndIt() {
        later = List.of(Claim.ofTask(0, 3, 5), Claim.ofTask(2, 3, 5));
        standsStill(Duration.ofSeconds(6));

        assertThatCode(() -> fence.pass(false)).doesNotThrowAnyException();
    }

    @Test
    void nobodyGoesOnWhileTheClaimsCannotBeReadAndTheyAreReadAgain() {
        fails = new TimeoutException("nothing came");
        standsStill(Duration.ofSeconds(6));
        assertThat(fence.pass(false)).isFalse();

        standsStill(Duration.ofMillis(1));
        assertThat(fence.pass(false)).isFalse();
        fails = null;
        assertThat(fence.pass(false)).isTrue();
        assertThat(fence.pass(false)).isTrue();

        assertThat(readFrom).containsExactly(41L, 41L, 41L);
    }

    @Test
    void whoWaitedForTheClaimsAndFindsALaterOneEnds() {
        fails = new TimeoutException("nothing came");
        standsStill(Duration.ofSeconds(6));
        assertThat(fence.pass(false)).isFalse();

        fails = null;
        isFencedBy(Claim.ofTask(1, 3, 5), "task 1 of 3");
    }

    /** A worker that is cut off from the target polls on, while the others give it up. */
    @Test
    void whoIsCutOffFromTheTargetReadsTheClaimsTooEveryFiveSeconds() {
        later = List.of(Claim.ofTask(0, 3, 5));
        for (int i = 0; i < 12; i++) {
            standsStill(Duration.ofSeconds(1));
            fence.pass(true);
        }

        assertThat(readFrom).hasSize(2);

        later = List.of(Claim.ofTask(1, 3, 5));
        standsStill(Duration.ofSeconds(3));
        fence.pass(true);
        standsStill(Duration.ofSeconds(3));
        assertThatThrownBy(() -> fence.pass(true)).hasMessageContaining("cut off from the target");
    }
}
