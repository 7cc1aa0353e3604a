package io.streambus.connect.group.cluster;

import io.streambus.connect.group.MirrorCheckpoints;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.connect.mirror.Checkpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes MirrorMaker 2's own form, version 0 of {@link Checkpoint}, whose encoders are not public, while its schemas are. Confined to one thread, but for
 * the answers; the producer belongs to the caller.
 */
public final class ProducerMirrorCheckpoints implements MirrorCheckpoints {

    private static final Logger LOG = LoggerFactory.getLogger(ProducerMirrorCheckpoints.class);

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final Map<Of, MirrorCheckpoint> written = new ConcurrentHashMap<>();
    private volatile boolean failing;

    private record Of(String group, TopicPartition target) {}

    public ProducerMirrorCheckpoints(Producer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public void write(List<MirrorCheckpoint> checkpoints) {
        Set<Of> there = checkpoints.stream()
                .map(checkpoint -> new Of(checkpoint.group(), checkpoint.target()))
                .collect(Collectors.toSet());
        written.keySet().retainAll(there);
        for (MirrorCheckpoint checkpoint : checkpoints) {
            Of of = new Of(checkpoint.group(), checkpoint.target());
            if (!checkpoint.equals(written.put(of, checkpoint))) {
                send(of, checkpoint);
            }
        }
    }

    private void send(Of of, MirrorCheckpoint checkpoint) {
        var unused =
                producer.send(new ProducerRecord<>(topic, 0, key(checkpoint), value(checkpoint)), (done, error) -> {
                    if (error != null) {
                        written.remove(of, checkpoint);
                        if (!failing) {
                            LOG.warn(
                                    "Checkpoints cannot be written to {} of the target for now: {}",
                                    topic,
                                    error.toString());
                        }
                    }
                    failing = error != null;
                });
    }

    private static byte[] key(MirrorCheckpoint checkpoint) {
        Struct key = new Struct(Checkpoint.KEY_SCHEMA)
                .set(Checkpoint.CONSUMER_GROUP_ID_KEY, checkpoint.group())
                .set(Checkpoint.TOPIC_KEY, checkpoint.target().topic())
                .set(Checkpoint.PARTITION_KEY, checkpoint.target().partition());
        return bytes(key);
    }

    private static byte[] value(MirrorCheckpoint checkpoint) {
        Struct version = new Struct(Checkpoint.HEADER_SCHEMA).set(Checkpoint.VERSION_KEY, Checkpoint.VERSION);
        Struct value = new Struct(Checkpoint.VALUE_SCHEMA_V0)
                .set(Checkpoint.UPSTREAM_OFFSET_KEY, checkpoint.upstream())
                .set(Checkpoint.DOWNSTREAM_OFFSET_KEY, checkpoint.downstream())
                .set(Checkpoint.METADATA_KEY, checkpoint.metadata());
        return bytes(version, value);
    }

    private static byte[] bytes(Struct... structs) {
        int size = 0;
        for (Struct struct : structs) {
            size += struct.sizeOf();
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (Struct struct : structs) {
            struct.writeTo(buffer);
        }
        return buffer.array();
    }
}
