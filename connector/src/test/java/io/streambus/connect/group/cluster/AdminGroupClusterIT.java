package io.streambus.connect.group.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.group.GroupCluster;
import io.streambus.connect.group.GroupClusterContract;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The same contract on a real broker. */
class AdminGroupClusterIT extends GroupClusterContract {

    private static final Duration POLL = Duration.ofMillis(100);

    @TempDir
    private static Path data;

    private static EmbeddedCluster broker;
    private static Admin admin;
    private static int names;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedCluster.start(
                new ClusterSpec("east", 0, data.resolve("east"), Map.of("group.initial.rebalance.delay.ms", "0")));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get(30, SECONDS);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 200; i++) {
                producer.send(new ProducerRecord<>(TOPIC, i % 2, null, new byte[10]))
                        .get(30, SECONDS);
            }
        }
    }

    @AfterAll
    static void stop() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(2));
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Override
    protected GroupCluster cluster() {
        return new AdminGroupCluster(new ClusterAdmin("east", admin, Duration.ofSeconds(30)));
    }

    @Override
    protected String newGroup() {
        return "group-" + names++;
    }

    @Override
    protected AutoCloseable join(String group, GroupKind kind) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("group.id", group);
        if (kind == GroupKind.SHARE) {
            KafkaShareConsumer<byte[], byte[]> member =
                    new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            member.subscribe(List.of(TOPIC));
            await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
                member.poll(POLL);
                return hasMembers(group);
            });
            return member;
        }
        settings.put("group.protocol", kind == GroupKind.CONSUMER ? "consumer" : "classic");
        settings.put("auto.offset.reset", "earliest");
        KafkaConsumer<byte[], byte[]> member =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        member.subscribe(List.of(TOPIC));
        await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
            member.poll(POLL);
            return !member.assignment().isEmpty();
        });
        return member;
    }

    private static boolean hasMembers(String group) throws Exception {
        return !admin.describeShareGroups(List.of(group))
                .all()
                .get(30, SECONDS)
                .get(group)
                .members()
                .isEmpty();
    }
}
