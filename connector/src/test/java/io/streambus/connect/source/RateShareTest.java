package io.streambus.connect.source;

import static org.awaitility.Awaitility.await;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.connect.throttle.Demand;
import io.streambus.connect.topic.Shard;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RateShareTest {

    private static final TopicPartition PARTITION = new TopicPartition(CheckpointFormat.TOPIC, 0);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @Test
    void aTaskTakesWhatAnotherLeavesAndAnEvenShareOnceItCannotReadThat() throws Exception {
        consumer.updatePartitions(
                CheckpointFormat.TOPIC, List.of(new PartitionInfo(CheckpointFormat.TOPIC, 0, null, null, null)));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> {
            consumer.addRecord(sign(0, 0, new Demand(500, true)));
            consumer.addRecord(sign(1, 1, new Demand(0, false)));
        });
        try (RateShare share = RateShare.open("f", new Shard(0, 2), 1_000, () -> consumer, Duration.ofMinutes(1))) {
            await().atMost(PATIENCE).until(() -> share.getAsDouble() > 950);

            consumer.schedulePollTask(() -> {
                throw new IllegalStateException("a defect");
            });

            await().atMost(PATIENCE).until(() -> share.getAsDouble() == 500);
        }
    }

    private static ConsumerRecord<byte[], byte[]> sign(long offset, int task, Demand demand) {
        return new ConsumerRecord<>(
                CheckpointFormat.TOPIC,
                0,
                offset,
                CheckpointFormat.encode(new CheckpointKey.Task("f", task, 5)),
                CheckpointFormat.encode(new TaskCheckpoint(
                        1, 2, 3, List.of(), OptionalLong.empty(), Optional.of(demand), Optional.empty())));
    }
}
