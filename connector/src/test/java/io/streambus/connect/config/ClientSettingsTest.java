package io.streambus.connect.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.fetch.FetchSize;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {

    private static final FetchSize FETCH = new FetchSize(1_000_000, 8_000_000);

    @Test
    void fetches_are_as_large_as_the_distance_calls_for_where_the_user_says_nothing() {
        assertThat(consumer(Map.of()))
                .containsEntry("fetch.max.bytes", 8_000_000)
                .containsEntry("max.partition.fetch.bytes", 1_000_000);
    }

    @Test
    void what_the_user_sets_bounds_them_and_never_makes_them_larger() {
        assertThat(consumer(Map.of(
                        "consumer.fetch.max.bytes", " 10485760 ", "consumer.max.partition.fetch.bytes", "500000")))
                .containsEntry("fetch.max.bytes", 8_000_000)
                .containsEntry("max.partition.fetch.bytes", 500_000);
    }

    @Test
    void a_bound_that_is_no_number_is_named_with_its_value() {
        assertThatThrownBy(() -> consumer(Map.of("consumer.fetch.max.bytes", "10 MB")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("fetch.max.bytes", "10 MB");
    }

    /** A broker with auto.create.topics.enable makes a topic of every name that a consumer asks for without this. */
    @Test
    void no_consumer_creates_a_topic_by_asking_whatever_the_user_sets() {
        Map<String, String> asked = Map.of(
                "consumer.allow.auto.create.topics", "true",
                "source.cluster.allow.auto.create.topics", "true",
                "target.consumer.allow.auto.create.topics", "true");

        assertThat(consumer(asked)).containsEntry("allow.auto.create.topics", false);
        assertThat(clients(asked).checkpointConsumer()).containsEntry("allow.auto.create.topics", false);
        assertThat(clients(asked).evidenceConsumer(IsolationLevel.READ_UNCOMMITTED))
                .containsEntry("allow.auto.create.topics", false);
    }

    /** Issue 14, what is seen number 3. */
    @Test
    void whatAFlowsPromisesRestOnComesLastWhateverTheUserSets() {
        Map<String, String> asked = new HashMap<>();
        Map.of(
                        "acks", "0",
                        "enable.idempotence", "false",
                        "max.in.flight.requests.per.connection", "100",
                        "delivery.timeout.ms", "1",
                        "partitioner.class", "x.P",
                        "interceptor.classes", "x.I",
                        "transactional.id", "t",
                        "linger.ms", "7")
                .forEach((name, value) -> {
                    asked.put("target.producer." + name, value);
                    asked.put("target.cluster." + name, value);
                });
        asked.put("source.cluster.interceptor.classes", "x.I");
        asked.put("consumer.group.instance.id", "g");
        asked.put("target.consumer.interceptor.classes", "x.I");

        assertThat(clients(asked).checkpointProducer())
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("linger.ms", "7")
                .doesNotContainKeys(
                        "max.in.flight.requests.per.connection",
                        "delivery.timeout.ms",
                        "partitioner.class",
                        "interceptor.classes",
                        "transactional.id");
        assertThat(consumer(asked)).doesNotContainKeys("interceptor.classes", "group.instance.id");
        assertThat(clients(asked).checkpointConsumer()).doesNotContainKey("interceptor.classes");
    }

    private static Map<String, Object> consumer(Map<String, String> settings) {
        return clients(settings).sourceConsumer(FETCH);
    }

    private static ClientSettings clients(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "name", "link",
                "source.cluster.alias", "west",
                "target.cluster.alias", "east",
                "source.cluster.bootstrap.servers", "127.0.0.1:1",
                "target.cluster.bootstrap.servers", "127.0.0.1:2",
                "topics", "orders"));
        all.putAll(settings);
        return new ClientSettings(new SourceConfig(all), "task-0");
    }
}
