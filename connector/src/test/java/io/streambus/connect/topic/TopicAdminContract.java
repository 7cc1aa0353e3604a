package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streambus.connect.cluster.ClusterException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** What every {@link TopicAdmin} keeps. A broker shows a change a little after it has made it. */
abstract class TopicAdminContract {

    /** Of a cluster called east, without the topics of these tests. */
    abstract TopicAdmin admin();

    /** Of a cluster called east that has an authorizer, and no rights on the topics of these tests. */
    abstract TopicAdmin adminWithRights();

    /** How many partitions the topic has on the cluster of {@link #admin}. */
    abstract int partitions(String topic) throws Exception;

    /** A name that no other test uses. */
    abstract String newName();

    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty());
    }

    private ConfigEntry setting(String topic, String name) throws InterruptedException {
        return admin().settings(List.of(topic)).get(topic).get(name);
    }

    @Test
    void aTopicIsCreatedWithItsPartitionsAndItsOwnSettings() throws Exception {
        String orders = newName();

        assertThat(admin().create(List.of(topic(orders, 3).configs(Map.of("cleanup.policy", "compact")))))
                .isEmpty();

        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(partitions(orders)).isEqualTo(3);
            assertThat(setting(orders, "cleanup.policy").value()).isEqualTo("compact");
        });
        assertThat(setting(orders, "cleanup.policy").source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(setting(orders, "retention.ms").source()).isNotEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
    }

    @Test
    void aTopicThatIsThereIsToldOfAndTheOthersAreCreated() throws Exception {
        String there = newName();
        String missing = newName();
        assertThat(admin().create(List.of(topic(there, 1)))).isEmpty();

        Map<String, Throwable> failures = admin().create(List.of(topic(there, 2), topic(missing, 2)));

        assertThat(failures).containsOnlyKeys(there);
        assertThat(failures.get(there)).isInstanceOf(TopicExistsException.class);
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(partitions(missing)).isEqualTo(2));
        assertThat(partitions(there)).isEqualTo(1);
    }

    @Test
    void aClusterThatLacksOneOfTheTopicsGivesNoSettings() throws Exception {
        String there = newName();
        String missing = newName();
        assertThat(admin().create(List.of(topic(there, 1)))).isEmpty();

        await().ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(admin().settings(List.of(there))).containsOnlyKeys(there));
        assertThatThrownBy(() -> admin().settings(List.of(there, missing)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Cluster east")
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        assertThat(admin().settings(List.of())).isEmpty();
    }

    @Test
    void topicsGrowAndNeverShrink() throws Exception {
        String small = newName();
        String large = newName();
        String missing = newName();
        assertThat(admin().create(List.of(topic(small, 1), topic(large, 5)))).isEmpty();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(partitions(large)).isEqualTo(5));

        Map<String, Throwable> failures = admin().grow(Map.of(small, 4, large, 4, missing, 4));

        assertThat(failures).containsOnlyKeys(large, missing);
        assertThat(failures.get(large)).isInstanceOf(InvalidPartitionsException.class);
        assertThat(failures.get(missing)).isInstanceOf(UnknownTopicOrPartitionException.class);
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(partitions(small)).isEqualTo(4));
        assertThat(partitions(large)).isEqualTo(5);
    }

    @Test
    void settingsAreSetAndLeftToTheBrokersAgain() throws Exception {
        String orders = newName();
        String missing = newName();
        assertThat(admin().create(List.of(topic(orders, 1).configs(Map.of("cleanup.policy", "compact")))))
                .isEmpty();

        Map<String, Throwable> failures = admin().alter(Map.of(
                orders,
                List.of(
                        new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), OpType.SET),
                        new AlterConfigOp(new ConfigEntry("cleanup.policy", null), OpType.DELETE)),
                missing,
                List.of(new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), OpType.SET))));

        assertThat(failures).containsOnlyKeys(missing);
        assertThat(failures.get(missing)).isInstanceOf(UnknownTopicOrPartitionException.class);
        await().ignoreExceptions().untilAsserted(() -> {
            assertThat(setting(orders, "retention.ms").value()).isEqualTo("1000");
            assertThat(setting(orders, "retention.ms").source()).isEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
            assertThat(setting(orders, "cleanup.policy").value()).isEqualTo("delete");
            assertThat(setting(orders, "cleanup.policy").source()).isNotEqualTo(ConfigSource.DYNAMIC_TOPIC_CONFIG);
        });
        assertThat(admin().alter(Map.of())).isEmpty();
    }

    @Test
    void aClusterWithoutAnAuthorizerKnowsNoRights() {
        assertThatThrownBy(() -> admin().rights())
                .isInstanceOf(ClusterException.class)
                .hasCauseInstanceOf(SecurityDisabledException.class);
        assertThatThrownBy(() -> admin().give(List.of(read(newName()))))
                .isInstanceOf(ClusterException.class)
                .hasCauseInstanceOf(SecurityDisabledException.class);
    }

    @Test
    void rightsThatAreGivenAreThere() throws Exception {
        AclBinding orders = read(newName());
        AclBinding users = read(newName());
        TopicAdmin admin = adminWithRights();
        assertThat(admin.rights()).doesNotContain(orders, users);

        admin.give(List.of(orders, users));
        admin.give(List.of(orders));

        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(admin.rights()).contains(orders, users));
    }

    private static AclBinding read(String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW));
    }
}
