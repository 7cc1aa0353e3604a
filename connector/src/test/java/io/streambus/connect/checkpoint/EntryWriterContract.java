package io.streambus.connect.checkpoint;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What every {@link EntryWriter} keeps. */
abstract class EntryWriterContract {

    private final TimeoutException tooLate = new TimeoutException("too late");

    /** The same one in each test; its target does nothing unasked. */
    abstract EntryWriter writer();

    /** The target takes all that has been written. */
    abstract void takes();

    /** The target refuses what was written last, which is one entry. */
    abstract void refuses(RuntimeException why);

    /** The keys of all that has been written, in the order in which the target has seen it. */
    abstract List<CheckpointKey> seen();

    private static CheckpointEntry entry(int partition) {
        return CheckpointEntry.of(
                new CheckpointKey.Partition("link-1", "orders", partition, 40),
                PartitionCheckpoint.startingAt(partition, 1));
    }

    private CompletableFuture<Void> write(CheckpointEntry... entries) {
        int before = seen().size();
        CompletableFuture<Void> written = writer().write(List.of(entries));
        await().until(() -> seen().size() == before + entries.length);
        return written;
    }

    @Test
    void aWriteIsDoneOnceTheTargetHasAllOfIt() {
        CompletableFuture<Void> written = write(entry(0), entry(1));
        assertThat(written).isNotDone();

        takes();

        await().untilAsserted(() -> assertThat(written).isCompleted());
        assertThat(writer().failures()).isZero();
        assertThat(writer().failure()).isEmpty();
    }

    @Test
    void entriesArriveInTheirOrder() {
        var first = write(entry(0), entry(1));
        var second = write(entry(0), CheckpointEntry.removing(entry(2).key()));
        assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);

        assertThat(seen()).containsExactly(entry(0).key(), entry(1).key(), entry(0).key(), entry(2).key());
    }

    @Test
    void aWriteThatTheTargetRefusesFailsWithTheReason() {
        CompletableFuture<Void> written = write(entry(0));

        refuses(tooLate);

        await().untilAsserted(() ->
                assertThat(written).failsWithin(0, SECONDS).withThrowableThat().withCause(tooLate));
        assertThat(writer().failures()).isEqualTo(1);
        assertThat(writer().failure()).contains(tooLate);
    }

    @Test
    void failuresAreCountedAlsoWhenALaterWriteHasArrived() {
        CompletableFuture<Void> refused = write(entry(0));
        refuses(tooLate);
        await().untilAsserted(() -> assertThat(refused).isCompletedExceptionally());
        CompletableFuture<Void> later = write(entry(0));

        takes();

        await().untilAsserted(() -> assertThat(later).isCompleted());
        assertThat(writer().failures()).isEqualTo(1);
        assertThat(writer().failure()).isEmpty();
    }
}
