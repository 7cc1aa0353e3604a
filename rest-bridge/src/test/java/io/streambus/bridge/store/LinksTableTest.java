package io.streambus.bridge.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LinksTableTest {

    private static final TopicPartition PARTITION = new TopicPartition("links", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private long end;

    /** A newer bridge may have stopped the link: who went on with the entry that this one replaces would start it again. */
    @Test
    void an_entry_that_cannot_be_read_takes_the_one_before_it_away() {
        byte[] readable = StoredLinkFormat.encode(SampleLinks.small());
        holds("l", readable);
        holds("l", "{\"version\": 2}".getBytes(UTF_8));
        holds("l2", readable);

        try (LinksTable table = open()) {
            assertThat(table.all()).hasSize(1);
        }
    }

    @Test
    void an_entry_that_can_be_read_again_is_there_again() {
        holds("l", "nonsense".getBytes(UTF_8));
        holds("l", StoredLinkFormat.encode(SampleLinks.small()));

        try (LinksTable table = open()) {
            assertThat(table.all()).containsExactly(SampleLinks.small());
        }
    }

    private void holds(String key, byte[] value) {
        long offset = end++;
        consumer.schedulePollTask(() -> consumer.addRecord(
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, key.getBytes(UTF_8), value)));
    }

    private LinksTable open() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        return LinksTable.open(PARTITION, consumer);
    }
}
