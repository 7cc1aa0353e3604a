package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardTest {

    @Test
    void everyPartitionHasExactlyOneOwner() {
        for (int count = 1; count <= 10; count++) {
            for (String topic : new String[] {"orders", "users", "polygenelubricants", "x"}) {
                for (int partition = 0; partition < 100; partition++) {
                    int tasks = count;
                    int number = partition;
                    assertThat(IntStream.range(0, tasks).filter(i -> new Shard(i, tasks).owns(topic, number)))
                            .as("owners of %s-%s among %s", topic, number, tasks)
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void thePartitionsOfATopicAreSpreadEvenly() {
        for (int i = 0; i < 8; i++) {
            Shard shard = new Shard(i, 8);
            assertThat(IntStream.range(0, 64).filter(partition -> shard.owns("orders", partition)))
                    .hasSize(8);
        }
    }

    @Test
    void whetherAnyOfATopicsPartitionsIsOwnedFollowsFromWhichAre() {
        for (String topic : List.of("orders", "a", "", "users.eu", "polygenelubricants")) {
            for (int partitions = 0; partitions < 9; partitions++) {
                for (int task = 0; task < 7; task++) {
                    Shard shard = new Shard(task, 7);
                    assertThat(shard.ownsAny(topic, partitions))
                            .isEqualTo(
                                    IntStream.range(0, partitions).anyMatch(partition -> shard.owns(topic, partition)));
                }
            }
        }
    }

    @Test
    void aShardOutsideItsCountIsRefused() {
        assertThatThrownBy(() -> new Shard(2, 2)).hasMessageContaining("task 2 of 2 tasks");
    }
}
