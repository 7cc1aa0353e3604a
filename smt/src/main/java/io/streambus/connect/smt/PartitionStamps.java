package io.streambus.connect.smt;

import io.streambus.connect.provenance.PartitionStamp;
import io.streambus.connect.provenance.ProvenanceRule;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stamps of the partitions seen so far, made once each.
 *
 * <p>Thread-safe.
 */
final class PartitionStamps {

    /** Beyond any partition count in practice: a wild number in a record must not reserve memory for all those below it. */
    private static final int MAX_PARTITIONS = 1 << 16;
    /** Beyond any number of topics in practice: transforms that make a target topic of each record must not fill the memory. */
    private static final int MAX_TOPICS = 1 << 14;

    private final ProvenanceRule rule;
    /** By the topic at the source, then by that on the target. */
    private final ConcurrentMap<String, ConcurrentMap<String, Partitions>> topics = new ConcurrentHashMap<>();

    private final AtomicInteger kept = new AtomicInteger();

    PartitionStamps(ProvenanceRule rule) {
        this.rule = rule;
    }

    /** @throws IllegalArgumentException if a topic's name is none that Kafka allows */
    PartitionStamp of(String sourceTopic, String targetTopic, int partition) {
        ConcurrentMap<String, Partitions> targets = topics.get(sourceTopic);
        Partitions partitions = targets == null ? null : targets.get(targetTopic);
        if (partitions == null) {
            if (kept.get() >= MAX_TOPICS) {
                return rule.stampFor(sourceTopic, targetTopic, partition);
            }
            partitions = new Partitions(rule, sourceTopic, targetTopic);
            kept.incrementAndGet();
            topics.computeIfAbsent(sourceTopic, topic -> new ConcurrentHashMap<>())
                    .put(targetTopic, partitions);
        }
        return partitions.of(partition);
    }

    /** Those of one topic. The array is replaced, never changed. */
    private static final class Partitions {

        private final ProvenanceRule rule;
        private final String sourceTopic;
        private final String targetTopic;
        private volatile PartitionStamp[] stamps = new PartitionStamp[0];

        Partitions(ProvenanceRule rule, String sourceTopic, String targetTopic) {
            this.rule = rule;
            this.sourceTopic = sourceTopic;
            this.targetTopic = targetTopic;
        }

        PartitionStamp of(int partition) {
            PartitionStamp[] known = stamps;
            return partition < known.length && known[partition] != null ? known[partition] : make(partition);
        }

        private synchronized PartitionStamp make(int partition) {
            PartitionStamp stamp = rule.stampFor(sourceTopic, targetTopic, partition);
            if (partition < MAX_PARTITIONS) {
                PartitionStamp[] more = Arrays.copyOf(stamps, Math.max(stamps.length, partition + 1));
                more[partition] = stamp;
                stamps = more;
            }
            return stamp;
        }
    }
}
