package io.streambus.connect.source;

import io.streambus.connect.checkpoint.CheckpointEntry;
import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.CheckpointReader;
import io.streambus.connect.checkpoint.CheckpointWriter;
import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.SharedAdmin;
import io.streambus.connect.config.ClientSettings;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.progress.SourceOffset;
import io.streambus.connect.progress.SourcePartition;
import io.streambus.connect.topic.ClusterTopicAdmin;
import io.streambus.connect.topic.OwnTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * What happens when an operator alters or resets the connector's offsets (KIP-875): the checkpoints are set to the same positions, for
 * otherwise the flow would go on where the checkpoints say. Confined to the caller's thread.
 */
public final class OffsetAlteration {

    private final SourceConfig config;
    private final LongSupplier nowMs;

    public OffsetAlteration(SourceConfig config, LongSupplier nowMs) {
        this.config = config;
        this.nowMs = nowMs;
    }

    /**
     * @param offsets in Connect's form; a null offset resets its partition to the beginning
     * @throws ConnectException if anything is not of the connector's form, naming all that is not; or if the target cannot be written to
     */
    public void apply(Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<TopicPartition, OptionalLong> wanted = parse(config.sourceAlias(), offsets);
        if (wanted.isEmpty()) {
            return;
        }
        ClientSettings clients = new ClientSettings(config, "offsets");
        clients.requireTargetListeners();
        createCheckpointsTopic(clients);
        Map<TopicPartition, PartitionCheckpoint> before;
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(clients.checkpointConsumer())) {
            before = new CheckpointReader(consumer, config.adminTimeout()).read(config.flow());
        }
        try (CheckpointWriter writer =
                new CheckpointWriter(new KafkaProducer<>(clients.checkpointProducer()), config.flow())) {
            // A task that was given up and still runs writes under an older generation: what it says of these
            // partitions is void.
            long generation =
                    writer.claim(Claim.of(Claim.Claimant.ALTERATION, nowMs.getAsLong()), config.adminTimeout());
            List<CheckpointEntry> entries = new ArrayList<>();
            wanted.forEach((partition, offset) -> {
                long next = offset.isPresent() ? offset.getAsLong() + 1 : 0;
                PartitionCheckpoint decided = before.getOrDefault(
                                partition, PartitionCheckpoint.startingAt(next, nowMs.getAsLong()))
                        .decidedAt(next, offset, nowMs.getAsLong());
                entries.add(CheckpointEntry.of(
                        new CheckpointKey.Partition(
                                config.flow(), partition.topic(), partition.partition(), generation),
                        decided));
            });
            writer.write(entries).get(config.adminTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new ConnectException(
                    "The altered offsets could not be written to " + CheckpointFormat.TOPIC + " of "
                            + config.targetAlias() + ": " + cause,
                    cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while writing altered offsets", e);
        }
    }

    /** The flow may never have run. */
    private void createCheckpointsTopic(ClientSettings clients) {
        try (SharedAdmin admin = clients.shareTargetAdmin()) {
            new OwnTopics(new ClusterTopicAdmin(
                            new ClusterAdmin(config.targetAlias(), admin.client(), config.adminTimeout())))
                    .createCompacted(
                            CheckpointFormat.TOPIC, CheckpointFormat.PARTITIONS, config.checkpointsReplicationFactor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while writing altered offsets", e);
        }
    }

    /** The offset of the last record that counts as copied, by partition; empty where the partition is reset. */
    static Map<TopicPartition, OptionalLong> parse(String sourceAlias, Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<TopicPartition, OptionalLong> parsed = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        offsets.forEach((partition, offset) -> {
            int faultsBefore = faults.size();
            Map<String, Object> rest = new HashMap<>(partition);
            Object cluster = rest.remove(SourcePartition.CLUSTER);
            Object topic = rest.remove(SourcePartition.TOPIC);
            Object number = rest.remove(SourcePartition.PARTITION);
            // A reset carries whatever Connect has stored, also of a cluster that the connector no longer reads:
            // nothing to set there.
            if (offset == null && !sourceAlias.equals(cluster)) {
                return;
            }
            if (!sourceAlias.equals(cluster)) {
                faults.add("cluster of " + partition + " must be " + sourceAlias + ", found " + cluster);
            }
            if (!(topic instanceof String name) || name.isEmpty()) {
                faults.add("topic of " + partition + " must be a topic's name, found " + topic);
            }
            if (!isCount(number, Integer.MAX_VALUE)) {
                faults.add("partition of " + partition + " must be a whole number of 0 or more, found " + number);
            }
            if (!rest.isEmpty()) {
                faults.add(
                        partition + " has unknown keys " + rest.keySet() + "; cluster, topic and partition are known");
            }
            if (offset != null
                    && (!offset.keySet().equals(Set.of(SourceOffset.OFFSET))
                            || !isCount(offset.get(SourceOffset.OFFSET), Long.MAX_VALUE - 1))) {
                faults.add("offset of " + partition
                        + " must be {offset: n}, n the offset of the last record that counts as copied, found "
                        + offset);
            }
            if (faults.size() == faultsBefore) {
                parsed.put(
                        new TopicPartition((String) topic, ((Number) number).intValue()),
                        offset == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(((Number) offset.get(SourceOffset.OFFSET)).longValue()));
            }
        });
        if (!faults.isEmpty()) {
            throw new ConnectException("The offsets cannot be altered so: " + String.join("; ", faults));
        }
        return parsed;
    }

    private static boolean isCount(Object value, long most) {
        return (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= 0
                && ((Number) value).longValue() <= most;
    }
}
