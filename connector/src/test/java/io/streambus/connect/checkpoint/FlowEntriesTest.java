package io.streambus.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.Claim.Claimant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FlowEntriesTest {

    private static final String FLOW = "link-1";
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);

    private final FlowEntries entries = new FlowEntries();
    private long end;

    @Test
    void ofOneGenerationTheLastEntryHolds() {
        long claim = claims(0, 1);

        assertThat(writes(claim, 10)).isTrue();
        assertThat(writes(claim, 9)).isTrue();

        assertThat(next()).hasValue(9);
        assertThat(entries.generation(ORDERS)).hasValue(claim);
    }

    @Test
    void ofSeveralGenerationsTheHighestHolds() {
        long first = claims(0, 1);
        long second = claims(0, 1);

        assertThat(writes(first, 10)).isTrue();
        assertThat(writes(second, 5)).isTrue();

        assertThat(next()).hasValue(5);
        assertThat(entries.generations(ORDERS)).isEqualTo(Set.of(first, second));
    }

    @Test
    void aLateWriteOfAnOlderGenerationDoesNotCount() {
        long first = claims(0, 1);
        long second = claims(0, 1);
        writes(first, 10);
        writes(second, 20);

        assertThat(writes(first, 15)).isFalse();

        assertThat(next()).hasValue(20);
        assertThat(entries.generation(ORDERS)).hasValue(second);
    }

    /** Compaction may leave the entry of the older task behind that of the newer one. */
    @Test
    void whichGenerationIsReadFirstMakesNoDifference() {
        long first = claims(0, 1);
        long second = claims(0, 1);

        writes(second, 20);
        writes(first, 15);

        assertThat(next()).hasValue(20);
    }

    @Test
    void theTombstoneOfAnOldGenerationTakesNothingElseAway() {
        long first = claims(0, 1);
        long second = claims(0, 1);
        writes(first, 10);
        writes(second, 20);

        assertThat(removes(first)).isFalse();

        assertThat(next()).hasValue(20);
        assertThat(entries.generations(ORDERS)).isEqualTo(Set.of(second));
    }

    @Test
    void whenTheHighestGenerationIsRemovedTheOneBeforeItHoldsAgain() {
        long first = claims(0, 1);
        long second = claims(0, 1);
        writes(first, 10);
        writes(second, 20);

        removes(second);

        assertThat(next()).hasValue(10);
        removes(first);
        assertThat(entries.isEmpty()).isTrue();
        assertThat(entries.generation(ORDERS)).isEmpty();
        assertThat(entries.generations(ORDERS)).isEmpty();
    }

    @Test
    void lifeSignsOfTasksHaveGenerationsToo() {
        long first = claims(2, 3);
        long second = claims(2, 3);

        assertThat(lives(2, first, 100)).isTrue();
        assertThat(lives(2, second, 90)).isTrue();
        assertThat(lives(2, first, 110)).isFalse();

        assertThat(entries.tasks().get(2).writtenAtMs()).isEqualTo(90);
        assertThat(entries.taskGenerations()).isEqualTo(Map.of(2, Set.of(first, second)));
    }

    @Test
    void anErasureVoidsWhatWasWrittenBefore() {
        long task = claims(0, 1);
        writes(task, 10);
        lives(0, task, 100);

        erases();

        assertThat(entries.isEmpty()).isTrue();
        assertThat(entries.tasks()).isEmpty();
        assertThat(entries.generations(ORDERS)).isEmpty();
    }

    /** A task that was cancelled may still write. */
    @Test
    void anErasureVoidsWhatItsPredecessorsWriteLater() {
        long task = claims(0, 1);
        erases();

        assertThat(writes(task, 10)).isFalse();
        assertThat(lives(0, task, 100)).isFalse();

        assertThat(entries.isEmpty()).isTrue();
    }

    @Test
    void whoClaimsAfterAnErasureIsNotVoid() {
        long before = claims(0, 1);
        erases();
        long after = claims(0, 1);

        assertThat(writes(after, 5)).isTrue();
        assertThat(writes(before, 10)).isFalse();

        assertThat(next()).hasValue(5);
    }

    /** Otherwise the removal of claims would bring back what they have fenced. */
    @Test
    void theTombstoneOfAnErasuresClaimChangesNothing() {
        long task = claims(0, 1);
        erases();
        take(new CheckpointKey.Claiming(FLOW, Claimant.ERASURE, 0), null);

        assertThat(writes(task, 10)).isFalse();
    }

    @Test
    void anAlterationsClaimIsAGenerationLikeAnyOther() {
        long task = claims(0, 1);
        writes(task, 10);
        long alteration = take(new CheckpointKey.Claiming(FLOW, Claimant.ALTERATION, 0), claim(Claimant.ALTERATION));

        assertThat(next()).hasValue(10);
        assertThat(writes(alteration, 3)).isTrue();
        assertThat(writes(task, 11)).isFalse();

        assertThat(next()).hasValue(3);
    }

    @Test
    void offsetMapsAndEntriesOfLaterVersionsArePassedOver() {
        long task = claims(0, 1);
        writes(task, 10);
        byte[] later = CheckpointFormat.encode(PartitionCheckpoint.startingAt(20, 1));
        later[1] = 9;

        assertThat(entries.take(new CheckpointKey.Offsets(FLOW, "orders", 3, 0), new byte[0], end++))
                .isFalse();
        assertThat(entries.take(key(task + 100), later, end++)).isFalse();

        assertThat(next()).hasValue(10);
    }

    @Test
    void whatIsNoCheckpointIsRefused() {
        assertThatThrownBy(() -> entries.take(key(0), new byte[] {0, 0, 1}, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(entries.isEmpty()).isTrue();
    }

    private OptionalLong next() {
        PartitionCheckpoint holds = entries.partitions().get(ORDERS);
        return holds == null ? OptionalLong.empty() : OptionalLong.of(holds.nextSourceOffset());
    }

    private long claims(int task, int tasks) {
        return take(
                new CheckpointKey.Claiming(FLOW, Claimant.TASK, task),
                CheckpointFormat.encode(Claim.ofTask(task, tasks, 1)));
    }

    private void erases() {
        take(new CheckpointKey.Claiming(FLOW, Claimant.ERASURE, 0), claim(Claimant.ERASURE));
    }

    private static byte[] claim(Claimant claimant) {
        return CheckpointFormat.encode(Claim.of(claimant, 1));
    }

    /** @return the generation of what its owner writes */
    private long take(CheckpointKey.Claiming key, byte[] value) {
        assertThat(entries.take(key, value, end)).isFalse();
        return end++;
    }

    private boolean writes(long generation, long next) {
        return entries.take(key(generation), CheckpointFormat.encode(PartitionCheckpoint.startingAt(next, 1)), end++);
    }

    private boolean removes(long generation) {
        return entries.take(key(generation), null, end++);
    }

    private boolean lives(int task, long generation, long writtenAtMs) {
        return entries.take(
                new CheckpointKey.Task(FLOW, task, generation),
                CheckpointFormat.encode(new TaskCheckpoint(
                        1, writtenAtMs, 1, List.of(), OptionalLong.empty(), Optional.empty(), Optional.empty())),
                end++);
    }

    private static CheckpointKey.Partition key(long generation) {
        return new CheckpointKey.Partition(FLOW, ORDERS.topic(), ORDERS.partition(), generation);
    }
}
