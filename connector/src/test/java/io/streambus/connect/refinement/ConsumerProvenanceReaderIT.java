package io.streambus.connect.refinement;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Translation;
import io.streambus.connect.provenance.Provenance;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same contract on a real broker, and what only a broker can show. */
class ConsumerProvenanceReaderIT extends ProvenanceReaderContract {

    /** All the forms that a record of other origin can have. */
    private static final List<Optional<String>> STRANGERS = List.of(
            Optional.empty(),
            Optional.of("north/orders:%s/2@13"),
            Optional.of("west/orders:%s/1@13"),
            Optional.of("west/2@13>north/orders:%s/2@99"),
            // Carried here by an application from where the flow had put it
            Optional.of("west/orders:elsewhere/2@13"));

    @TempDir
    private static Path data;

    private static EmbeddedCluster cluster;
    private static Admin admin;
    private static int topics;

    private Consumer<byte[], byte[]> consumer;

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

    @AfterEach
    void closeConsumer() {
        if (consumer != null) {
            consumer.close();
        }
    }

    @Override
    ProvenanceReader reader(long logStart) {
        TopicPartition target = newTopic();
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            int stranger = 0;
            for (long source : COPIES) {
                send(
                        producer,
                        target,
                        source < 0 ? STRANGERS.get(stranger++) : Optional.of("north/0@5>west/orders:%s/2@" + source));
            }
        }
        if (logStart > 0) {
            done(() -> admin.deleteRecords(Map.of(target, RecordsToDelete.beforeOffset(logStart)))
                    .all()
                    .get());
        }
        return reader(target);
    }

    @Test
    void copiesOfAnAbortedTransactionAreNotThere() {
        TopicPartition target = newTopic();
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", target.topic()))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, target, Optional.of("west/orders:%s/2@10"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            send(producer, target, Optional.of("west/orders:%s/2@10"));
            producer.commitTransaction();
        }

        ProvenanceReader reader = reader(target);

        // Offset 1 is the marker of the abort, offset 3 the one of the commit.
        assertThat(reader.firstCopy(0, 4)).contains(new Copy(10, 2));
        assertThat(reader.firstCopy(0, 2)).isEmpty();
        assertThat(reader.firstCopy(3, 4)).isEmpty();
    }

    @Test
    void aWindowOfThousandsOnABrokerIsResolvedExactly() {
        TopicPartition target = newTopic();
        int copies = 5_000;
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("linger.ms", 5))) {
            for (long i = 0; i < copies; i++) {
                send(producer, target, i % 2 == 0 ? Optional.of("west/orders:%s/2@" + i * 3) : Optional.empty());
            }
        }
        OffsetMap map = OffsetMap.of(
                List.of(new OffsetRun(0, 0, 1, true), new OffsetRun((copies - 2) * 3L, copies - 2L, 1, false)));
        OffsetRefinement refinement = new OffsetRefinement(reader(target));

        assertThat(refinement.translate(map, 7_201)).isEqualTo(new Translation.Exact(2_402));
        assertThat(refinement.translate(map, 7_200)).isEqualTo(new Translation.Exact(2_400));
        assertThat(refinement.inverse(map, 2_401)).isEqualTo(new Translation.Exact(7_206));
    }

    private ProvenanceReader reader(TopicPartition target) {
        consumer = new KafkaConsumer<>(
                ConsumerProvenanceReader.settings(Map.of("bootstrap.servers", cluster.bootstrapServers())));
        return new ConsumerProvenanceReader(consumer, target, "west", "orders", Duration.ofSeconds(20));
    }

    private static TopicPartition newTopic() {
        String name = "orders-" + topics++;
        done(() -> admin.createTopics(List.of(new NewTopic(name, 3, (short) 1)))
                .all()
                .get());
        return new TopicPartition(name, 2);
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", cluster.bootstrapServers());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param provenance with the target's topic left open */
    private static void send(
            KafkaProducer<byte[], byte[]> producer, TopicPartition target, Optional<String> provenance) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(target.topic(), target.partition(), null, new byte[100]);
        provenance.ifPresent(text -> record.headers()
                .add(Provenance.HEADER, text.formatted(target.topic()).getBytes(US_ASCII)));
        var unused = producer.send(record, (metadata, error) -> {
            if (error != null) {
                throw new IllegalStateException(error);
            }
        });
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static void done(Work work) {
        try {
            work.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
