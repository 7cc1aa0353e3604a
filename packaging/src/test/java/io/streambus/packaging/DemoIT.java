package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    private static final Duration RUN = Duration.ofMinutes(2);

    @TempDir
    Path temp;

    /** The second half is what the comparison is for: it must fail when a record on the target is not what was sent. */
    @Test
    void recordsArriveEqualAndARecordAlteredOnTheTargetIsFound() throws Exception {
        int base = FreePorts.base();
        Path data = temp.resolve("data");

        try (StreamBusProcess demo = demo(base, data, "--records", "2000")) {
            assertThat(demo.exitCode(RUN)).as(demo.output()).isZero();
            assertThat(demo.output())
                    .containsPattern("total +12 +2,000 +2,000 +2,000 +0")
                    .contains("equal: key, value, headers, timestamp and order of all 2,000 records");
        }

        long altered = alterOneOrder(data.resolve("us-east-1"), base + 100);

        try (StreamBusProcess demo = demo(base, data, "--records", "100")) {
            assertThat(demo.exitCode(RUN)).as(demo.output()).isEqualTo(1);
            assertThat(demo.output())
                    .contains("link-1 of an earlier run taken up")
                    .containsPattern("total +12 +2,100 +2,100 +2,099 +1")
                    .contains("orders-0: target offset " + altered + " differs from its original")
                    .containsPattern("VALUE +source \\{\"order_id\"")
                    .containsPattern("target forged");
        }
    }

    @Test
    void aTakenPortIsNamedWithTheOptionBeforeAnythingStarts() throws Exception {
        int base = FreePorts.base();
        try (ServerSocket taken = new ServerSocket(base + 100, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                StreamBusProcess demo =
                        StreamBusProcess.start(temp, "demo", "--records", "10", "--port-base", String.valueOf(base))) {
            assertThat(demo.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
            assertThat(demo.output())
                    .contains("port " + taken.getLocalPort() + " for us-east-1")
                    .contains("--port-base")
                    .doesNotContain("us-west-1  127.0.0.1");
        }
    }

    @Test
    void theLiveDemoTellsOfProgressAndEndsCleanlyOnSigterm() throws Exception {
        int base = FreePorts.base();
        try (StreamBusProcess demo =
                StreamBusProcess.start(temp, "demo", "--rate", "50", "--port-base", String.valueOf(base))) {
            demo.awaitOutput("produced [1-9]\\d+   replicated [1-9]\\d+   lag [\\d,]+ ms   healthy", RUN);
            String directory =
                    demo.awaitOutput("data +(\\S+), removed at the end", RUN).group(1);
            ProcessHandle bridge = ProcessHandle.of(Long.parseLong(
                            demo.awaitOutput("process (\\d+)", RUN).group(1)))
                    .orElseThrow();

            demo.terminate();

            assertThat(demo.exitCode(Duration.ofSeconds(40))).isEqualTo(143);
            assertThat(bridge.isAlive()).isFalse();
            assertThat(Path.of(directory)).doesNotExist();
            assertThat(demo.output()).doesNotContain("The bridge has ended").doesNotContain("not ended cleanly");
        }
    }

    private StreamBusProcess demo(int base, Path data, String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("demo", "--port-base", String.valueOf(base), "--data-dir", data.toString()));
        arguments.addAll(List.of(more));
        return StreamBusProcess.start(temp, arguments.toArray(String[]::new));
    }

    /** Kafka changes no record in place, so all its records are deleted and written again, but for one. */
    private static long alterOneOrder(Path clusterData, int port) throws Exception {
        List<TopicPartition> partitions = IntStream.range(0, 6)
                .mapToObj(partition -> new TopicPartition("orders", partition))
                .toList();
        try (EmbeddedCluster east = EmbeddedCluster.start(new ClusterSpec("us-east-1", port, clusterData, Map.of()))) {
            List<ConsumerRecord<byte[], byte[]>> copies =
                    Clients.read(east.bootstrapServers(), partitions, 1000, Duration.ofSeconds(30));
            assertThat(copies).hasSize(1000);
            ConsumerRecord<byte[], byte[]> victim = copies.stream()
                    .filter(copy -> copy.partition() == 0 && copy.offset() == 7)
                    .findFirst()
                    .orElseThrow();
            try (Admin admin = Clients.admin(east.bootstrapServers())) {
                // Not the topic: the flow would tell that its target is another by now, and stand still.
                admin.deleteRecords(partitions.stream()
                                .collect(Collectors.toMap(
                                        partition -> partition,
                                        partition ->
                                                RecordsToDelete.beforeOffset(count(copies, partition.partition())))))
                        .all()
                        .get();
            }
            Clients.write(
                    east.bootstrapServers(),
                    copies.stream()
                            .map(copy -> new ProducerRecord<>(
                                    copy.topic(),
                                    copy.partition(),
                                    copy.timestamp(),
                                    copy.key(),
                                    copy == victim ? "forged".getBytes(StandardCharsets.UTF_8) : copy.value(),
                                    copy.headers()))
                            .toList());
            return victim.offset() + count(copies, victim.partition());
        }
    }

    private static long count(List<ConsumerRecord<byte[], byte[]>> copies, int partition) {
        return copies.stream().filter(copy -> copy.partition() == partition).count();
    }
}
