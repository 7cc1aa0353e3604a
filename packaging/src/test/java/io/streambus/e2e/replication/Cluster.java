package io.streambus.e2e.replication;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.FlowEntries;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The stock clients of one cluster, as its users have them. */
public final class Cluster implements AutoCloseable {

    private final String bootstrapServers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    public Cluster(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        5,
                        "max.request.size",
                        10 << 20,
                        // Sees within a second that a topic has grown.
                        "metadata.max.age.ms",
                        1_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public void createTopic(String topic, int partitions, Map<String, String> settings) {
        done(() -> admin.createTopics(
                        List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings)))
                .all()
                .get());
    }

    /** Returns when it is gone; a flow may have made another one of that name by then. */
    public void deleteTopic(String topic) {
        TopicListing deleted =
                done(() -> admin.listTopics().namesToListings().get().get(topic));
        done(() -> admin.deleteTopics(List.of(topic)).all().get());
        Eventually.become(
                () -> admin.listTopics().listings().get().stream()
                        .noneMatch(listing -> listing.topicId().equals(deleted.topicId())),
                topic + " is deleted");
    }

    public void growTopic(String topic, int partitions) {
        done(() -> admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all()
                .get());
    }

    public void set(String topic, String setting, String value) {
        done(() -> admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET))))
                .all()
                .get());
    }

    public void deleteRecordsBefore(TopicPartition partition, long offset) {
        done(() -> admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                .all()
                .get());
    }

    public void setPassword(String user, String password) {
        done(() -> admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), password)))
                .all()
                .get());
    }

    public void allow(String user, ResourceType type, String name, AclOperation... operations) {
        done(() -> admin.createAcls(rights(user, type, name, operations)).all().get());
    }

    public void forbid(String user, ResourceType type, String name, AclOperation... operations) {
        done(() -> admin.deleteAcls(rights(user, type, name, operations).stream()
                        .map(AclBinding::toFilter)
                        .toList())
                .all()
                .get());
    }

    /** What the user may do with exactly this topic. */
    public Set<AclOperation> rightsTo(String topic, String user) {
        ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        return done(() -> admin.describeAcls(new AclBindingFilter(pattern.toFilter(), AccessControlEntryFilter.ANY))
                        .values()
                        .get())
                .stream()
                .filter(binding -> binding.entry().principal().equals("User:" + user))
                .map(binding -> binding.entry().operation())
                .collect(Collectors.toSet());
    }

    private static List<AclBinding> rights(String user, ResourceType type, String name, AclOperation... operations) {
        return Stream.of(operations)
                .map(operation -> new AclBinding(
                        new ResourcePattern(type, name, PatternType.LITERAL),
                        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    /** How many partitions the topic has; 0 if there is none. */
    public int partitions(String topic) {
        try {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String setting(String topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return done(() -> admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(name)
                .value());
    }

    /** @return the offsets at which the records stand */
    public List<Long> write(List<ProducerRecord<byte[], byte[]>> records) {
        return done(() -> {
            var answers = records.stream().map(producer::send).toList();
            List<Long> offsets = new ArrayList<>();
            for (var answer : answers) {
                offsets.add(answer.get().offset());
            }
            return offsets;
        });
    }

    public void write(String topic, int partition, int from, int to) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(new ProducerRecord<>(topic, partition, TopicRecords.key(i), TopicRecords.value(i)));
        }
        write(records);
    }

    public void writeInTransaction(String topic, int partition, int from, int to, boolean commit) {
        try (KafkaProducer<byte[], byte[]> transactional = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "tests of " + topic),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            transactional.initTransactions();
            transactional.beginTransaction();
            for (int i = from; i < to; i++) {
                var unused = transactional.send(
                        new ProducerRecord<>(topic, partition, TopicRecords.key(i), TopicRecords.value(i)));
            }
            transactional.flush();
            if (commit) {
                transactional.commitTransaction();
            } else {
                transactional.abortTransaction();
            }
        }
    }

    /** How many records the topic's partitions hold in all, by their offsets; 0 if there is no such topic. */
    public long size(String topic, int partitions) {
        if (partitions(topic) == 0) {
            return 0;
        }
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        return done(() -> admin.listOffsets(ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all()
                        .get())
                .values()
                .stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                .sum();
    }

    /** All records of the partition that are there now, in their order. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int partition) {
        TopicPartition of = new TopicPartition(topic, partition);
        return read(List.of(of)).get(of);
    }

    /** All records of the partitions that are there now, in their order. */
    public Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> read(Collection<TopicPartition> partitions) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        partitions.forEach(partition -> records.put(partition, new ArrayList<>()));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> records.get(new TopicPartition(record.topic(), record.partition()))
                                .add(record));
            }
            return records;
        }
    }

    /** The checkpoints of the flow that hold, by source partition. */
    public Map<TopicPartition, PartitionCheckpoint> checkpoints(String flow) {
        return entries(flow).partitions();
    }

    /** How many records the flow's checkpoints say that it has copied, of all its partitions. */
    public long copied(String flow) {
        return checkpoints(flow).values().stream()
                .mapToLong(PartitionCheckpoint::records)
                .sum();
    }

    /** The newest life signs of the flow's tasks, by number. */
    public Map<Integer, TaskCheckpoint> tasks(String flow) {
        return entries(flow).tasks();
    }

    private FlowEntries entries(String flow) {
        FlowEntries entries = new FlowEntries();
        int partitions;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            partitions = consumer.partitionsFor(CheckpointFormat.TOPIC).size();
        }
        if (partitions > 0) {
            for (ConsumerRecord<byte[], byte[]> entry :
                    read(CheckpointFormat.TOPIC, CheckpointFormat.partitionOf(flow, partitions))) {
                CheckpointKey key = CheckpointFormat.decodeKey(entry.key()).orElseThrow();
                if (key.flow().equals(flow)) {
                    entries.take(key, entry.value(), entry.offset());
                }
            }
        }
        return entries;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Everything of a record that must be the same on both sides, but the provenance header; as text, for messages that can be read. */
    public static List<String> contents(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> {
                    StringBuilder text = new StringBuilder();
                    text.append(TopicRecords.text(record.key()))
                            .append(" = ")
                            .append(TopicRecords.text(record.value()))
                            .append(" @")
                            .append(record.timestamp());
                    for (Header header : record.headers()) {
                        if (!header.key().equals("streambus.provenance")) {
                            text.append(' ').append(header.key()).append(':').append(TopicRecords.text(header.value()));
                        }
                    }
                    return text.toString();
                })
                .toList();
    }

    private interface Work<T> {
        T run() throws ExecutionException, InterruptedException;
    }

    private static <T> T done(Work<T> work) {
        try {
            return work.run();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        admin.close(Duration.ofSeconds(2));
    }
}
