package io.streambus.e2e.crash;

import io.streambus.e2e.replication.Cluster;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A topic and its copy, which hold what they hold by now. */
final class Copies {

    private Copies() {}

    /** Of a topic whose copy has its name. */
    static CrashFigures figures(Cluster source, Cluster target, String topic, int partitions) {
        return figures(source, topic, target, topic, partitions, record -> true);
    }

    /**
     * Compares partition by partition and prints the sum.
     *
     * @param counts whether a record on the target may be a copy; others are passed over
     */
    static CrashFigures figures(
            Cluster source,
            String topic,
            Cluster target,
            String copy,
            int partitions,
            Predicate<ConsumerRecord<byte[], byte[]>> counts) {
        CrashFigures sum = CrashFigures.none(topic);
        for (int partition = 0; partition < partitions; partition++) {
            List<ConsumerRecord<byte[], byte[]>> found =
                    target.read(copy, partition).stream().filter(counts).toList();
            sum = sum.plus(CrashFigures.compare(topic, Line.of(source.read(topic, partition)), Line.of(found)));
        }
        return sum.print();
    }
}
