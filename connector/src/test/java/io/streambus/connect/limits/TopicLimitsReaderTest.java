package io.streambus.connect.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.streambus.connect.cluster.ClusterAdmin;
import io.streambus.connect.cluster.ClusterException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class TopicLimitsReaderTest {

    private final Map<String, KafkaFutureImpl<Config>> answers = new HashMap<>();
    private final TopicLimitsReader reader =
            new TopicLimitsReader(new ClusterAdmin("east", admin(), Duration.ofSeconds(30)));

    @Test
    void answersOnceTheTargetHas() {
        KafkaFutureImpl<Config> answer = new KafkaFutureImpl<>();
        answers.put("orders", answer);

        CompletableFuture<Map<String, TopicLimits>> limits = reader.read(List.of("orders", "orders"));
        assertThat(limits).isNotDone();
        answer.complete(new Config(List.of(new ConfigEntry("max.message.bytes", "1000"))));

        assertThat(limits.join().get("orders").maxBytes()).isEqualTo(1000);
    }

    @Test
    void aTopicThatIsNotThereOrMayNotBeSeenHasNoLimits() {
        fail("gone", new UnknownTopicOrPartitionException());
        fail("hidden", new TopicAuthorizationException(Set.of("hidden")));

        assertThat(reader.read(List.of("gone", "hidden")).join())
                .isEqualTo(Map.of("gone", TopicLimits.NONE, "hidden", TopicLimits.NONE));
    }

    @Test
    void aTargetThatDoesNotAnswerIsNamed() {
        fail("orders", new TimeoutException("too late"));

        assertThat(reader.read(List.of("orders")))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(ClusterException.class)
                .withMessageContaining("Cluster east did not answer");
    }

    @Test
    void nothingIsAskedForNoTopics() {
        assertThat(new TopicLimitsReader(new ClusterAdmin("east", mock(Admin.class), Duration.ZERO))
                        .read(Set.of())
                        .join())
                .isEmpty();
    }

    private void fail(String topic, Exception failure) {
        KafkaFutureImpl<Config> answer = new KafkaFutureImpl<>();
        answer.completeExceptionally(failure);
        answers.put(topic, answer);
    }

    private Admin admin() {
        Admin admin = mock(Admin.class);
        when(admin.describeConfigs(anyCollection(), any(DescribeConfigsOptions.class)))
                .thenAnswer(call -> {
                    Map<ConfigResource, KafkaFuture<Config>> values = new HashMap<>();
                    answers.forEach((topic, answer) ->
                            values.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), answer));
                    DescribeConfigsResult result = mock(DescribeConfigsResult.class);
                    when(result.values()).thenReturn(values);
                    return result;
                });
        return admin;
    }
}
