package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.cluster.ClusterException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TimeoutException;
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

    @Test
    void rightsAreGivenOnceAndNeverTakenAway() throws Exception {
        AclBinding read = binding("orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW);
        FakeTopicAdmin west = new FakeTopicAdmin("west").knowsRights(read);
        FakeTopicAdmin east = new FakeTopicAdmin("east").knowsRights();
        TopicAcls acls = new TopicAcls(west, east);

        acls.reconcile(TOPICS);
        acls.reconcile(TOPICS);
        west.knowsRights();
        acls.reconcile(TOPICS);

        assertThat(east.changes()).containsExactly("gave 1 rights");
        assertThat(east.givenRights())
                .containsExactly(
                        binding("west.orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW));
    }

    @Test
    void rightsThatTheTargetDidNotTakeAreGivenTheNextTime() throws Exception {
        FakeTopicAdmin west = new FakeTopicAdmin("west")
                .knowsRights(binding("orders", PatternType.LITERAL, AclOperation.READ, AclPermissionType.ALLOW));
        FakeTopicAdmin east = new FakeTopicAdmin("east").knowsRights();
        TopicAcls acls = new TopicAcls(west, east);
        east.fails(Optional.of(new TimeoutException("too late")));
        assertThatThrownBy(() -> acls.reconcile(TOPICS)).isInstanceOf(ClusterException.class);

        east.fails(Optional.empty());
        acls.reconcile(TOPICS);

        assertThat(east.givenRights()).hasSize(1);
    }

    @Test
    void aSourceWithoutAnAuthorizerHasNoRightsToTakeOver() throws Exception {
        FakeTopicAdmin east = new FakeTopicAdmin("east").knowsRights();

        new TopicAcls(new FakeTopicAdmin("west"), east).reconcile(TOPICS);

        assertThat(east.changes()).isEmpty();
    }

    private static AclBinding binding(
            String topic, PatternType type, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, type),
                new AccessControlEntry("User:alice", "*", operation, permission));
    }
}
