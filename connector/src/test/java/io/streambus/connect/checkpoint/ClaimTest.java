package io.streambus.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.Claim.Claimant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimTest {

    private static final Claim ALTERATION = Claim.of(Claimant.ALTERATION, 1);
    private static final Claim ERASURE = Claim.of(Claimant.ERASURE, 1);

    @ParameterizedTest
    @CsvSource({
        "1, 4, 1, 4, true",
        "1, 4, 0, 4, false",
        "1, 4, 2, 4, false",
        "1, 4, 1, 5, true",
        "1, 4, 0, 5, true",
        "3, 4, 0, 1, true",
        "0, 1, 1, 2, true",
        "0, 1, 0, 1, true"
    })
    void aTaskIsFencedByItsSuccessorAndByTasksOfAnotherNumber(
            int task, int tasks, int laterTask, int laterTasks, boolean fenced) {
        assertThat(Claim.ofTask(task, tasks, 1).isFencedBy(Claim.ofTask(laterTask, laterTasks, 2)))
                .isEqualTo(fenced);
    }

    @Test
    void everyTaskIsFencedByAnAlterationAndAnErasure() {
        Claim task = Claim.ofTask(1, 4, 0);

        assertThat(task.isFencedBy(ALTERATION)).isTrue();
        assertThat(task.isFencedBy(ERASURE)).isTrue();
    }

    @Test
    void whoIsNoTaskIsFencedByWhateverComesLater() {
        for (Claim claim : new Claim[] {ALTERATION, ERASURE}) {
            assertThat(claim.isFencedBy(Claim.ofTask(0, 1, 2))).isTrue();
            assertThat(claim.isFencedBy(ALTERATION)).isTrue();
            assertThat(claim.isFencedBy(ERASURE)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"TASK, 2, 2", "TASK, -1, 2", "TASK, 0, 0", "ALTERATION, 1, 0", "ERASURE, 0, 1"})
    void aClaimOfNobodyIsRefused(Claimant claimant, int task, int tasks) {
        assertThatThrownBy(() -> new Claim(claimant, task, tasks, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a claim of " + claimant + " cannot be of task " + task + " of " + tasks + " tasks");
    }
}
