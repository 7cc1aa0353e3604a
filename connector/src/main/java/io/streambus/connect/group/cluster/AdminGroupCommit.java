package io.streambus.connect.group.cluster;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.group.GroupCluster.GroupCommit;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterShareGroupOffsetsOptions;
import org.apache.kafka.clients.admin.AlterStreamsGroupOffsetsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The call by which a group of each kind is moved. */
final class AdminGroupCommit {

    private AdminGroupCommit() {}

    /** @return an answer for each partition */
    static Map<TopicPartition, KafkaFuture<Void>> send(ClusterAdmin admin, String group, GroupCommit commit) {
        Map<TopicPartition, KafkaFuture<Void>> answers = new HashMap<>();
        switch (commit.kind()) {
            case CLASSIC, CONSUMER -> {
                var result = admin.client()
                        .alterConsumerGroupOffsets(
                                group,
                                commit.offsets(),
                                new AlterConsumerGroupOffsetsOptions().timeoutMs(admin.timeoutMs()));
                commit.offsets()
                        .keySet()
                        .forEach(partition -> answers.put(partition, result.partitionResult(partition)));
            }
            case STREAMS -> {
                var result = admin.client()
                        .alterStreamsGroupOffsets(
                                group,
                                commit.offsets(),
                                new AlterStreamsGroupOffsetsOptions().timeoutMs(admin.timeoutMs()));
                commit.offsets()
                        .keySet()
                        .forEach(partition -> answers.put(partition, result.partitionResult(partition)));
            }
            case SHARE -> {
                Map<TopicPartition, Long> starts = commit.offsets().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().offset()));
                var result = admin.client()
                        .alterShareGroupOffsets(
                                group, starts, new AlterShareGroupOffsetsOptions().timeoutMs(admin.timeoutMs()));
                starts.keySet().forEach(partition -> answers.put(partition, result.partitionResult(partition)));
            }
        }
        return answers;
    }
}
