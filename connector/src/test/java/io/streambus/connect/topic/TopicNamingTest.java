package io.streambus.connect.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.junit.jupiter.api.Test;

class TopicNamingTest {

    @Test
    void namesStayWhatTheyAreByDefault() {
        assertThat(new TopicNaming("west", "", List.of(), new IdentityReplicationPolicy()).onTarget("orders"))
                .isEqualTo("orders");
    }

    @Test
    void thePolicyThePrefixAndTheRenameEachHaveTheirWay() {
        DefaultReplicationPolicy policy = new DefaultReplicationPolicy();
        policy.configure(Map.of());
        TopicNaming naming = new TopicNaming("west", "copy-", List.of("users:people"), policy);

        assertThat(naming.onTarget("orders")).isEqualTo("copy-west.orders");
        assertThat(naming.onTarget("users")).isEqualTo("people");
    }

    @Test
    void everyFaultyRenameIsReported() {
        assertThatThrownBy(() -> new TopicNaming.ValidRenames()
                        .ensureValid("topics.rename", List.of("a", "b:c:d", "e:", "f:g", "f:h", "i:g", "j:k l")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'a' is not of the form source:target")
                .hasMessageContaining("'b:c:d' is not")
                .hasMessageContaining("'e:' is not")
                .hasMessageContaining("'f:h' renames f a second time")
                .hasMessageContaining("'i:g' writes to g, as another rename does")
                .hasMessageContaining("'j:k l' is not");
    }

    @Test
    void aPrefixThatNoTopicCanHaveIsRefused() {
        assertThatCode(() -> new TopicNaming.ValidPrefix().ensureValid("topic.prefix", "dr."))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new TopicNaming.ValidPrefix().ensureValid("topic.prefix", "dr/"))
                .isInstanceOf(ConfigException.class);
    }
}
