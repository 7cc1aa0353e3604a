package io.streambus.benchmark.contender;

import io.streambus.runtime.embedded.process.Parent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The process of {@link BareLoop}: one thread per task, each with a consumer, a producer and its share of the partitions. */
final class BareLoopMain {

    private static final Duration POLL = Duration.ofMillis(200);

    private BareLoopMain() {}

    /** @param args tasks, partitions of each topic, topics, prefix of the target's topics, then {@code consumer.KEY=VALUE} and {@code producer.KEY=VALUE} */
    public static void main(String[] args) {
        Parent parent = Parent.ofThisProcess();
        int tasks = Integer.parseInt(args[0]);
        int partitions = Integer.parseInt(args[1]);
        List<String> topics = List.of(args[2].split(","));
        List<String> settings = Arrays.asList(args).subList(4, args.length);
        for (int task = 0; task < tasks; task++) {
            List<TopicPartition> share = new ArrayList<>();
            for (String topic : topics) {
                for (int partition = task; partition < partitions; partition += tasks) {
                    share.add(new TopicPartition(topic, partition));
                }
            }
            Thread copying = new Thread(() -> copy(share, args[3], settings), "copy-" + task);
            copying.setDaemon(true);
            // A thread that is gone must show: its partitions would be missing.
            copying.setUncaughtExceptionHandler((thread, failure) -> {
                failure.printStackTrace();
                Runtime.getRuntime().halt(1);
            });
            copying.start();
        }
        parent.ready("copying");
        parent.awaitEnd();
    }

    private static void copy(List<TopicPartition> share, String prefix, List<String> settings) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        with("consumer.", settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        with("producer.", settings), new ByteArraySerializer(), new ByteArraySerializer())) {
            Map<String, String> targets = new HashMap<>();
            share.forEach(partition -> targets.put(partition.topic(), prefix + partition.topic()));
            consumer.assign(share);
            consumer.seekToBeginning(share);
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    var unused = producer.send(
                            new ProducerRecord<>(
                                    targets.get(record.topic()),
                                    record.partition(),
                                    record.timestamp(),
                                    record.key(),
                                    record.value(),
                                    record.headers()),
                            (metadata, fault) -> {
                                if (fault != null) {
                                    fault.printStackTrace();
                                    Runtime.getRuntime().halt(1);
                                }
                            });
                }
            }
        }
    }

    private static Map<String, Object> with(String prefix, List<String> settings) {
        Map<String, Object> chosen = new HashMap<>();
        for (String setting : settings) {
            if (setting.startsWith(prefix)) {
                int equals = setting.indexOf('=');
                chosen.put(setting.substring(prefix.length(), equals), setting.substring(equals + 1));
            }
        }
        return chosen;
    }
}
