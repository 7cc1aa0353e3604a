package io.streambus.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CheckpointWriterTest {

    private static final int PARTITIONS = 8;
    private static final Claim CLAIM = Claim.ofTask(0, 1, 5);
    private static final TopicPartition PLACE =
            new TopicPartition(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf("link-1", PARTITIONS));

    private final Target target = new Target();
    private final CheckpointWriter writer = new CheckpointWriter(target, "link-1");

    @AfterEach
    void close() {
        target.blocked.countDown();
        writer.close();
    }

    /** A target that answers claims at once, and entries when it is told to. Not synchronized as its base is: it must not block the test. */
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    private static final class Target extends MockProducer<byte[], byte[]> {
        private final List<OptionalLong> claimOffsets = new ArrayList<>();
        private final CountDownLatch blocked = new CountDownLatch(1);
        private volatile boolean blocks;
        private volatile boolean silent;
        private volatile Duration closedWithin;

        Target() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            List<PartitionInfo> all = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                all.add(new PartitionInfo(topic, i, null, null, null));
            }
            return all;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            var unused = super.send(record);
            if (silent) {
                return new CompletableFuture<>();
            }
            long offset = claimOffsets.isEmpty() ? -1 : claimOffsets.remove(0).orElse(-1);
            return CompletableFuture.completedFuture(new RecordMetadata(PLACE, offset, 0, 0, 0, 0));
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (blocks) {
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
            }
            return super.send(record, callback);
        }

        @Override
        public void close(Duration timeout) {
            closedWithin = timeout;
            super.close(timeout);
        }
    }

    private static CheckpointEntry entry(int partition) {
        return CheckpointEntry.of(
                new CheckpointKey.Partition("link-1", "orders", partition, 40),
                PartitionCheckpoint.startingAt(partition, 1));
    }

    private void awaitSent(int entries) {
        Awaitility.await().until(() -> target.history().size() == entries);
    }

    @Test
    void theOffsetOfAClaimIsTheGeneration() throws Exception {
        target.claimOffsets.add(OptionalLong.of(40));

        assertThat(writer.claim(CLAIM, Duration.ofSeconds(5))).isEqualTo(40);

        ProducerRecord<byte[], byte[]> claim = target.history().get(0);
        assertThat(CheckpointFormat.decodeClaim(claim.value())).contains(CLAIM);
        assertThat(claim.partition()).isEqualTo(PLACE.partition());
    }

    @Test
    void aClaimWithoutAnOffsetIsNoneAndIsWrittenAgain() throws Exception {
        target.claimOffsets.addAll(List.of(OptionalLong.empty(), OptionalLong.of(41)));

        assertThat(writer.claim(CLAIM, Duration.ofSeconds(5))).isEqualTo(41);

        assertThat(target.history()).hasSize(2);
    }

    @Test
    void aClaimThatIsNotAnsweredInTimeFailsWithTheReason() {
        target.silent = true;

        assertThatThrownBy(() -> writer.claim(CLAIM, Duration.ofMillis(20)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Flow link-1 could not be claimed in streambus.checkpoints")
                .hasMessageContaining("TimeoutException");
    }

    @Test
    void aClaimWhoseOffsetNeverComesFailsInTime() {
        assertThatThrownBy(() -> writer.claim(CLAIM, Duration.ofMillis(20)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("its offset did not come back");
    }

    @Test
    void allEntriesOfAFlowGoToItsPartitionInTheirOrder() {
        var unused = writer.write(List.of(entry(0), entry(1), entry(2)));
        awaitSent(3);

        assertThat(target.history()).allMatch(record -> record.partition() == PLACE.partition());
        assertThat(target.history().stream()
                        .map(record -> CheckpointFormat.decodeKey(record.key()).orElseThrow()))
                .containsExactly(entry(0).key(), entry(1).key(), entry(2).key());
    }

    @Test
    void aWriteIsDoneOnceTheTargetHasAllOfIt() {
        CompletableFuture<Void> written = writer.write(List.of(entry(0), entry(1)));
        awaitSent(2);

        target.completeNext();
        assertThat(written).isNotDone();

        target.completeNext();
        assertThat(written).isCompleted();
        assertThat(writer.failures()).isZero();
    }

    @Test
    void aWriteOfWhichOneEntryFailsHasFailedAndTheNextOneMayNot() {
        CompletableFuture<Void> written = writer.write(List.of(entry(0), entry(1)));
        awaitSent(2);
        RecordTooLargeException why = new RecordTooLargeException("one byte too many");

        target.errorNext(why);
        target.completeNext();

        assertThat(written).isCompletedExceptionally();
        assertThatThrownBy(written::get).hasCause(why);
        assertThat(writer.failures()).isEqualTo(1);

        CompletableFuture<Void> next = writer.write(List.of(entry(0)));
        awaitSent(3);
        target.completeNext();
        assertThat(next).isCompleted();
        assertThat(writer.failures()).isEqualTo(1);
        assertThat(writer.failure()).isEmpty();
    }

    @Test
    void whatCannotEvenBeSentHasFailed() {
        TimeoutException why = new TimeoutException("no room in the buffer");
        target.sendException = why;

        CompletableFuture<Void> written = writer.write(List.of(entry(0), entry(1)));

        assertThatThrownBy(written::get).hasCause(why);
        assertThat(writer.failures()).isEqualTo(1);
        assertThat(writer.failure()).contains(why);
    }

    @Test
    void aTargetThatTakesNothingDoesNotHoldUpTheCaller() {
        target.blocks = true;

        CompletableFuture<Void> written = writer.write(List.of(entry(0)));
        CompletableFuture<Void> second = writer.write(List.of(entry(1)));

        assertThat(written).isNotDone();
        assertThat(second).isNotDone();
        assertThat(target.history()).isEmpty();
    }

    @Test
    void aTargetThatTakesNothingDoesNotHoldUpTheEnd() {
        target.blocks = true;
        CheckpointWriter impatient = new CheckpointWriter(target, "link-1", Duration.ofMillis(20));
        CompletableFuture<Void> written = impatient.write(List.of(entry(0)));

        impatient.close();

        assertThat(target.closedWithin).isEqualTo(Duration.ofMillis(20));
        assertThatThrownBy(written::get).hasCauseInstanceOf(InterruptException.class);
    }

    @Test
    void whatIsOnItsWayIsGivenTimeWhenTheWriterIsClosed() {
        var unused = writer.write(List.of(entry(0)));

        writer.close();

        assertThat(target.history()).hasSize(1);
        assertThat(target.closed()).isTrue();
        assertThat(target.closedWithin).isEqualTo(Duration.ofSeconds(5));
    }
}
