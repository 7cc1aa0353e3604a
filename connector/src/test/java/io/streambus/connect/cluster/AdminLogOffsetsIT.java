package io.streambus.connect.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same contract on a real broker, and what only a broker can show. */
class AdminLogOffsetsIT extends LogOffsetsContract {

    @TempDir
    private static Path data;

    private static EmbeddedCluster cluster;
    private static Admin admin;
    private static int topics;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start(new ClusterSpec("east", 0, data.resolve("east"), Map.of()));
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(2));
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    LogOffsets offsets() {
        return new AdminLogOffsets(new ClusterAdmin("east", admin, Duration.ofSeconds(30)));
    }

    @Override
    TopicPartition log(int start, int end) throws Exception {
        TopicPartition log = new TopicPartition("topic-" + topics++, 0);
        admin.createTopics(List.of(new NewTopic(log.topic(), 1, (short) 1)))
                .all()
                .get(30, SECONDS);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i = 0; i < end; i++) {
                producer.send(new ProducerRecord<>(log.topic(), new byte[] {1})).get(30, SECONDS);
            }
        }
        if (start > 0) {
            admin.deleteRecords(Map.of(log, RecordsToDelete.beforeOffset(start)))
                    .all()
                    .get(30, SECONDS);
        }
        return log;
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer that reads committed records only is told of the last stable offset, behind which a copy may well stand. */
    @Test
    void whatAnOpenTransactionHasWrittenIsBeforeTheEnd() throws Exception {
        TopicPartition orders = log(0, 2);
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "open"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(orders.topic(), new byte[] {1})).get(30, SECONDS);

            assertThat(offsets().of(List.of(orders))).isEqualTo(Map.of(orders, new LogOffsets.Range(0, 3)));

            producer.abortTransaction();
        }
    }
}
