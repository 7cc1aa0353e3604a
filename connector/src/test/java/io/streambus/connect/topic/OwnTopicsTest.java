package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.cluster.ClusterException;
import java.util.Map;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class OwnTopicsTest {

    private final FakeTopicAdmin east = new FakeTopicAdmin("east");
    private final OwnTopics topics = new OwnTopics(east);

    @Test
    void theCheckpointsTopicIsCompactedInSmallSegments() throws Exception {
        topics.createCompacted("checkpoints", 8, (short) -1);

        assertThat(east.topics()).isEqualTo(Map.of("checkpoints", 8));
        assertThat(east.ownSettings("checkpoints"))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("segment.bytes", "16777216");
    }

    @Test
    void deadLettersMayBeLargeAndOldAndAreKept() throws Exception {
        topics.createDeadLetters("letters", (short) -1);

        assertThat(east.ownSettings("letters"))
                .isEqualTo(Map.of(
                        "max.message.bytes", "104857600",
                        "message.timestamp.after.max.ms", String.valueOf(Long.MAX_VALUE),
                        "retention.ms", "-1"));
    }

    @Test
    void aTopicThatIsThereStaysAsItIs() throws Exception {
        east.has("checkpoints", 3, Map.of("cleanup.policy", "compact"));

        topics.createCompacted("checkpoints", 8, (short) -1);

        assertThat(east.topics()).isEqualTo(Map.of("checkpoints", 3));
        assertThat(east.changes()).isEmpty();
    }

    @Test
    void aTargetThatRefusesIsNamed() {
        east.refuses("letters", new TopicAuthorizationException("letters"));

        assertThatThrownBy(() -> topics.createDeadLetters("letters", (short) -1))
                .isInstanceOfSatisfying(
                        ClusterException.class,
                        failure -> assertThat(failure.isRefusal()).isTrue())
                .hasMessageContaining("Cluster east refuses");
    }
}
