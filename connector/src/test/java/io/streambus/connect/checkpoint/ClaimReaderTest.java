package io.streambus.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.Claim.Claimant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClaimReaderTest {

    private static final TopicPartition PLACE =
            new TopicPartition(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf("link-1", 8));
    private static final Claim TASK = Claim.ofTask(1, 3, 5);
    private static final Claim ALTERATION = Claim.of(Claimant.ALTERATION, 6);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private Duration timeout = Duration.ofSeconds(5);

    private ClaimReader.Since since(long from) {
        return new ClaimReader(() -> consumer, "link-1", timeout).since(from);
    }

    /** The entries stand from offset 40 on. */
    private void topicHas(CheckpointEntry... entries) {
        List<PartitionInfo> partitions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            partitions.add(new PartitionInfo(CheckpointFormat.TOPIC, i, null, null, null));
        }
        consumer.updatePartitions(CheckpointFormat.TOPIC, partitions);
        consumer.updateBeginningOffsets(Map.of(PLACE, 40L));
        consumer.updateEndOffsets(Map.of(PLACE, 40L + entries.length));
        consumer.schedulePollTask(() -> {
            for (int i = 0; i < entries.length; i++) {
                consumer.addRecord(new ConsumerRecord<>(
                        CheckpointFormat.TOPIC,
                        PLACE.partition(),
                        40 + i,
                        entries[i].encodedKey(),
                        entries[i].encodedValue()));
            }
        });
    }

    @Test
    void claimsOfTheFlowAreReadInTheirOrderAndNothingElse() {
        topicHas(
                CheckpointEntry.of("link-1", TASK),
                CheckpointEntry.of("link-2", Claim.ofTask(0, 1, 1)),
                CheckpointEntry.of(
                        new CheckpointKey.Partition("link-1", "orders", 0, 1), PartitionCheckpoint.startingAt(0, 0)),
                CheckpointEntry.removing(new CheckpointKey.Claiming("link-1", Claimant.ERASURE, 0)),
                CheckpointEntry.of("link-1", ALTERATION));

        assertThat(since(40)).isEqualTo(new ClaimReader.Since(List.of(TASK, ALTERATION), 45));
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void whatStandsBeforeIsNotReadAgain() {
        topicHas(CheckpointEntry.of("link-1", TASK), CheckpointEntry.of("link-1", ALTERATION));

        assertThat(since(41).claims()).containsExactly(ALTERATION);
    }

    @Test
    void atTheEndThereIsNothingToRead() {
        topicHas(CheckpointEntry.of("link-1", TASK));

        assertThat(since(41)).isEqualTo(new ClaimReader.Since(List.of(), 41));
        assertThat(consumer.assignment()).isEmpty();
    }

    @Test
    void whatSomebodyElseWroteToTheTopicIsNoClaim() {
        topicHas(CheckpointEntry.of("link-1", TASK));
        consumer.updateEndOffsets(Map.of(PLACE, 42L));
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                CheckpointFormat.TOPIC, PLACE.partition(), 41, new byte[] {1, 2, 3}, new byte[] {4})));

        assertThat(since(40).claims()).containsExactly(TASK);
    }

    @Test
    void aTargetThatGivesNothingIsNotWaitedForForEver() {
        timeout = Duration.ofMillis(20);
        topicHas();
        consumer.updateEndOffsets(Map.of(PLACE, 45L));

        assertThatThrownBy(() -> since(40))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("streambus.checkpoints");
        assertThat(consumer.closed()).isTrue();
    }
}
