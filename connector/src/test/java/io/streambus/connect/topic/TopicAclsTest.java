package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

class TopicAclsTest {

    private static final List<SourceTopic> TOPICS =
            List.of(new SourceTopic("orders", Optional.empty(), 1, "west.orders", Optional.empty(), 1));

    @Test
    void whoMayReadThereMayReadHere() {
        AclBinding read = binding("orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW);

        assertThat(TopicAcls.onTarget(List.of(read), TOPICS))
                .containsExactly(
                        binding("west.orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW));
    }

    @Test
    void nobodyMayWriteBecauseHeMayThere() {
        AclBinding write = binding("orders", PatternType.LITERAL, AclOperation.WRITE, AclPermissionType.ALLOW);
        AclBinding all = binding("orders", PatternType.LITERAL, AclOperation.ALL, AclPermissionType.ALLOW);

        assertThat(TopicAcls.onTarget(List.of(write), TOPICS)).isEmpty();
        assertThat(TopicAcls.onTarget(List.of(all), TOPICS))
                .containsExactly(
                        binding("west.orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW));
    }

    @Test
    void aDenialIsADenialThereToo() {
        AclBinding denied = binding("orders", PatternType.LITERAL, AclOperation.WRITE, AclPermissionType.DENY);

        assertThat(TopicAcls.onTarget(List.of(denied), TOPICS))
                .containsExactly(
                        binding("west.orders", PatternType.LITERAL, AclOperation.WRITE, AclPermissionType.DENY));
    }

    @Test
    void prefixesAndWildcardsAreAppliedToTheTopicsThatTheFlowCarries() {
        AclBinding prefix = binding("ord", PatternType.PREFIXED, AclOperation.READ, AclPermissionType.ALLOW);
        AclBinding wildcard = binding("*", PatternType.LITERAL, AclOperation.DESCRIBE, AclPermissionType.ALLOW);
        AclBinding other = binding("users", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW);

        assertThat(TopicAcls.onTarget(List.of(prefix, wildcard, other), TOPICS))
                .containsExactlyInAnyOrder(
                        binding("west.orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW),
                        binding("west.orders", PatternType.LITERAL, AclOperation.DESCRIBE, AclPermissionType.ALLOW));
    }

    private static AclBinding binding(
            String topic, PatternType type, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, type),
                new AccessControlEntry("User:alice", "*", operation, permission));
    }
}
