package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.config.SourceSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.apache.kafka.connect.mirror.ReplicationPolicy;
import org.junit.jupiter.api.Test;

class TopicSelectionTest {

    private static final ReplicationPolicy IDENTITY = configured(new IdentityReplicationPolicy());
    private static final ReplicationPolicy PREFIXING = configured(new DefaultReplicationPolicy());

    @SuppressWarnings("unchecked")
    private static final List<String> DEFAULT_EXCLUDES =
            (List<String>) SourceSettings.DEFINITION.defaultValues().get("topics.exclude");

    @Test
    void aPatternMustMatchTheWholeName() {
        TopicSelection selection = new TopicSelection(List.of("orders", "user.*"), List.of(), IDENTITY, "dr");

        assertThat(selection.selects("orders")).isTrue();
        assertThat(selection.selects("orders-archive")).isFalse();
        assertThat(selection.selects("users")).isTrue();
    }

    @Test
    void anExclusionWins() {
        TopicSelection selection = new TopicSelection(List.of(".*"), List.of("user.*"), IDENTITY, "dr");

        assertThat(selection.selects("users")).isFalse();
        assertThat(selection.selects("orders")).isTrue();
    }

    @Test
    void internalTopicsAreNeverCopied() {
        TopicSelection selection = new TopicSelection(List.of(".*"), List.of(), IDENTITY, "dr");

        assertThat(selection.selects("__consumer_offsets")).isFalse();
        assertThat(selection.selects("streambus.checkpoints")).isFalse();
        assertThat(selection.selects("mm2-offset-syncs.a.internal")).isFalse();
    }

    @Test
    void copiesThatCameFromTheTargetDoNotGoBack() {
        TopicSelection selection = new TopicSelection(List.of(".*"), List.of(), PREFIXING, "east");

        assertThat(selection.selects("east.orders")).isFalse();
        assertThat(selection.selects("north.east.orders")).isFalse();
        assertThat(selection.selects("north.orders")).isTrue();
    }

    @Test
    void everyPatternThatIsNoneIsReported() {
        assertThatThrownBy(() -> new TopicSelection.ValidPatterns().ensureValid("topics", List.of("ok", "(", "[")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'(': missing closing )")
                .hasMessageContaining("'[': missing closing ]");
    }

    /** Java's engine takes these, RE2 does not: one alone must both check patterns and run them. */
    @Test
    void patternsAreThoseOfTheEngineThatRunsThem() {
        assertThatThrownBy(() -> new TopicSelection.ValidPatterns()
                        .ensureValid("topics", List.of("(?!secret).*", "(a+)\\1", "orders")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("'(?!secret).*'", "'(a+)\\1'", "RE2", "topics.exclude")
                .hasMessageNotContaining("'orders'");
    }

    @Test
    void aPatternThatWouldTryEveryWayToFailTakesNoTime() {
        TopicSelection selection = new TopicSelection(List.of("(a+)+b"), List.of(), IDENTITY, "dr");

        assertThat(selection.selects("a".repeat(249))).isFalse();
        assertThat(selection.selects("a".repeat(248) + "b")).isTrue();
    }

    @Test
    void theDefaultsLeaveOutWhatMirrorMakerLeavesOut() {
        SourceSettings.DEFINITION
                .configKeys()
                .get("topics.exclude")
                .validator
                .ensureValid("topics.exclude", DEFAULT_EXCLUDES);
        TopicSelection selection = new TopicSelection(List.of(".*"), DEFAULT_EXCLUDES, PREFIXING, "dr");

        assertThat(selection.selects("mm2-offset-syncs.dr.internal")).isFalse();
        assertThat(selection.selects("orders.replica")).isFalse();
        assertThat(selection.selects("__transaction_state")).isFalse();
        assertThat(selection.selects("orders")).isTrue();
    }

    private static ReplicationPolicy configured(ReplicationPolicy policy) {
        if (policy instanceof DefaultReplicationPolicy configurable) {
            configurable.configure(Map.of());
        }
        return policy;
    }
}
