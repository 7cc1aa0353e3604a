package io.streambus.connect.progress;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The source partition of a record as Connect wants it, in MirrorMaker 2's form: {@code {cluster, topic, partition}}. One object serves all
 * records of a partition: Connect looks it up in hash maps several times per record, so the hash is kept; and what the worker hands back with an
 * acknowledged record leads straight to the partition's progress.
 *
 * <p>It is a {@link HashMap} because its key order ends up in the bytes of Connect's offsets topic: MirrorMaker 2 uses one, and a running
 * MirrorSourceConnector's offsets must be found again. Not changed after construction, so thread-safe.
 */
public final class SourcePartition extends HashMap<String, Object> {

    public static final String CLUSTER = "cluster";
    public static final String TOPIC = "topic";
    public static final String PARTITION = "partition";

    private static final long serialVersionUID = 1L;

    private final int hash;
    private final transient PartitionProgress progress;

    public SourcePartition(String cluster, TopicPartition partition, PartitionProgress progress) {
        fill(this, cluster, partition);
        this.hash = super.hashCode();
        this.progress = progress;
    }

    /** The same without a progress, for asking Connect. */
    public static Map<String, Object> form(String cluster, TopicPartition partition) {
        return fill(new HashMap<>(), cluster, partition);
    }

    /** Entry by entry: a map made from another map gets a smaller table, and with it another key order. */
    private static Map<String, Object> fill(Map<String, Object> form, String cluster, TopicPartition partition) {
        form.put(TOPIC, partition.topic());
        form.put(PARTITION, partition.partition());
        form.put(CLUSTER, cluster);
        return form;
    }

    public PartitionProgress progress() {
        return progress;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || super.equals(other);
    }
}
