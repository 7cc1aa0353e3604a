package io.streambus.connect.checkpoint;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;

/** The contract that the writer of the tests keeps too. */
class CheckpointWriterContractTest extends EntryWriterContract {

    private final MockProducer<byte[], byte[]> target = new MockProducer<>(
            new Cluster(
                    null,
                    List.of(Node.noNode()),
                    List.of(new PartitionInfo(CheckpointFormat.TOPIC, 0, null, null, null)),
                    Set.of(),
                    Set.of()),
            false,
            null,
            new ByteArraySerializer(),
            new ByteArraySerializer());
    private final CheckpointWriter writer = new CheckpointWriter(target, "link-1");

    @AfterEach
    void close() {
        writer.close();
    }

    @Override
    EntryWriter writer() {
        return writer;
    }

    @Override
    void takes() {
        while (target.completeNext()) {
            // Each entry has its own answer.
        }
    }

    @Override
    void refuses(RuntimeException why) {
        target.errorNext(why);
    }

    @Override
    List<CheckpointKey> seen() {
        return target.history().stream()
                .map(record -> CheckpointFormat.decodeKey(record.key()).orElseThrow())
                .toList();
    }
}
