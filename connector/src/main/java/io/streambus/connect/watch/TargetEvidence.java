package io.streambus.connect.watch;

import io.streambus.connect.checkpoint.CheckpointReader;
import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.provenance.OwnCopies;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.start.ConnectOffsets;
import io.streambus.connect.topic.SourceTopic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The traces that a flow leaves in Connect and on the target. Confined to the caller's thread; opens its consumer only if it is needed. */
final class TargetEvidence implements Adoption.Evidence {

    /** How many records to look at of each partition. */
    static final long LAST_RECORDS = 1_000;

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final SourceConfig config;
    private final ConnectOffsets offsets;
    private final Supplier<Consumer<byte[], byte[]>> target;
    private Consumer<byte[], byte[]> consumer;

    /** @param target opens a consumer of the target, which is closed with this */
    TargetEvidence(SourceConfig config, OffsetStorageReader offsets, Supplier<Consumer<byte[], byte[]>> target) {
        this.config = config;
        this.offsets = new ConnectOffsets(offsets, config.sourceAlias());
        this.target = target;
    }

    @Override
    public Collection<SourceTopic> withStoredOffsets(Collection<SourceTopic> topics) {
        Set<String> stored = offsets
                .of(topics.stream()
                        .flatMap(topic -> partitions(topic.name(), topic.partitions()))
                        .toList())
                .keySet()
                .stream()
                .map(TopicPartition::topic)
                .collect(Collectors.toSet());
        return topics.stream().filter(topic -> stored.contains(topic.name())).toList();
    }

    @Override
    public Collection<SourceTopic> holdingRecords(Collection<SourceTopic> topics) {
        return asked(() -> {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> partitions(topic.targetName(), topic.targetPartitions()))
                    .toList();
            Map<TopicPartition, Long> starts = consumer().beginningOffsets(partitions, config.adminTimeout());
            Map<TopicPartition, Long> ends = consumer().endOffsets(partitions, config.adminTimeout());
            Set<String> filled = partitions.stream()
                    .filter(partition -> ends.get(partition) > starts.get(partition))
                    .map(TopicPartition::topic)
                    .collect(Collectors.toSet());
            return topics.stream()
                    .filter(topic -> filled.contains(topic.targetName()))
                    .toList();
        });
    }

    @Override
    public Set<String> topicsWithCheckpoints() {
        return asked(() -> new CheckpointReader(consumer(), config.adminTimeout())
                .read(config.flow()).keySet().stream()
                        .map(TopicPartition::topic)
                        .collect(Collectors.toSet()));
    }

    @Override
    public boolean holdsCopies(SourceTopic topic) {
        return asked(() -> {
            List<TopicPartition> partitions =
                    partitions(topic.targetName(), topic.targetPartitions()).toList();
            Map<TopicPartition, Long> starts = consumer().beginningOffsets(partitions, config.adminTimeout());
            Map<TopicPartition, Long> ends = new HashMap<>(consumer().endOffsets(partitions, config.adminTimeout()));
            consumer().assign(partitions);
            partitions.forEach(partition ->
                    consumer().seek(partition, Math.max(starts.get(partition), ends.get(partition) - LAST_RECORDS)));
            return readsCopy(topic, ends);
        });
    }

    private boolean readsCopy(SourceTopic topic, Map<TopicPartition, Long> ends) {
        Set<TopicPartition> unread = new HashSet<>(ends.keySet());
        long deadline = System.nanoTime() + config.adminTimeout().toNanos();
        while (true) {
            unread.removeIf(partition -> consumer().position(partition, config.adminTimeout()) >= ends.get(partition));
            if (unread.isEmpty()) {
                return false;
            }
            var records = consumer().poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (isCopy(topic, record)) {
                    return true;
                }
            }
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + config.adminTimeout().toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("nothing of " + unread + " came within " + config.adminTimeout());
            }
        }
    }

    private boolean isCopy(SourceTopic topic, ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(Provenance.HEADER);
        return header != null
                && new OwnCopies(config.sourceAlias(), topic.name(), record.topic(), record.partition())
                        .sourceOffset(header.value(), ProvenanceRule.UNKNOWN_TIMESTAMP)
                        .isPresent();
    }

    private static Stream<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count).mapToObj(number -> new TopicPartition(topic, number));
    }

    /** Whose client failed stands in none of its exceptions. */
    private <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (ClusterException e) {
            throw e;
        } catch (KafkaException e) {
            throw new ClusterException(config.targetAlias(), e);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = target.get();
        }
        return consumer;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }
}
