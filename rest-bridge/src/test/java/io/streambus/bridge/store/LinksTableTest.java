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

    /** Whatever came first: compaction keeps the newest entry of each, and a cluster may have been changed after its links. */
    @Test
    void a_link_takes_from_a_registered_cluster_what_is_registered_now() {
        holds("l", """
                {"version": 2, "phase": "created", "revision": 1, "applied_revision": 1, "created_at": "2024-01-15T10:00:00Z",
                 "members": ["a", "b"], "active_side": "a", "epoch": 0,
                 "flows": [{"source": "a", "target": "b", "desired_state": "stopped"}],
                 "status": {"word": "stopped", "since": "2024-01-15T10:00:00Z"},
                 "document": {"id": "l", "name": "n", "type": "active-passive", "topics": ["t"],
                   "source_cluster": {"cluster_id": "a"}, "target_cluster": {"cluster_id": "b", "brokers": ["b:1"]}}}""".getBytes(UTF_8));
        holds("@cluster/a", cluster("first:1"));
        holds("@cluster/a", cluster("second:1"));

        try (LinksTable table = open()) {
            assertThat(table.unreadable()).isEmpty();
            assertThat(table.all())
                    .singleElement()
                    .satisfies(
                            link -> assertThat(link.allFlows().get(0).source().brokers())
                                    .containsExactly("second:1"));
            assertThat(table.clusters()).hasSize(1);
        }
    }

    private static byte[] cluster(String broker) {
        return ("{\"version\": 1, \"revision\": 1, \"created_at\": \"2024-01-15T10:00:00Z\", \"document\":"
                        + " {\"cluster_id\": \"a\", \"brokers\": [\"" + broker + "\"]}}")
                .getBytes(UTF_8);
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
