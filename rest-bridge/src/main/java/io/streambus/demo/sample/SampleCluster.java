package io.streambus.demo.sample;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Prepares a cluster for the sample records. */
public final class SampleCluster {

    private SampleCluster() {}

    /**
     * Creates the sample topics, where they are not there yet.
     *
     * @throws KafkaException if the cluster refuses or does not answer
     */
    public static void createTopics(String bootstrapServers) throws InterruptedException {
        Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "streambus-sample-topics"));
        try {
            var created = admin.createTopics(Arrays.stream(SampleTopic.values())
                    .map(topic -> new NewTopic(topic.topicName(), topic.partitions(), (short) 1))
                    .toList());
            for (KafkaFuture<Void> topic : created.values().values()) {
                await(topic);
            }
        } finally {
            admin.close(Duration.ofSeconds(2));
        }
    }

    private static void await(KafkaFuture<Void> topic) throws InterruptedException {
        try {
            topic.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("the sample topics could not be created: " + e.getMessage(), e);
            }
        }
    }
}
