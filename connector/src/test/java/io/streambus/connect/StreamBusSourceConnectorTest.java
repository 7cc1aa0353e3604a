package io.streambus.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class StreamBusSourceConnectorTest {

    private static final Map<String, String> MINIMAL = Map.of(
            "name", "west-to-east",
            "source.cluster.alias", "west",
            "source.cluster.bootstrap.servers", "west:9092",
            "target.cluster.alias", "east",
            "target.cluster.bootstrap.servers", "east:9092",
            "header.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");

    private final StreamBusSourceConnector connector = new StreamBusSourceConnector();

    @Test
    void isListedForServiceLoading() {
        assertThat(ServiceLoader.load(SourceConnector.class).stream().map(provider -> (Object) provider.type()))
                .contains(StreamBusSourceConnector.class);
    }

    @Test
    void reportsItsVersion() {
        assertThat(connector.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void aMinimalConfigurationIsValid() {
        assertThat(faults(Map.of())).isEmpty();
    }

    @Test
    void allFaultsAreReportedAtOnceEachAtItsSetting() {
        Map<String, String> faults = faults(Map.of(
                "source.cluster.alias", "e ast",
                "target.cluster.alias", "e ast",
                "topics", "orders,(",
                "topics.rename", "a",
                "provenance.forward", "some",
                "throttle.bytes.per.second", "-1",
                "checkpoint.interval.ms", "soon",
                "replication.factor", "0",
                "errors.tolerance", "all"));

        assertThat(faults)
                .containsOnlyKeys(
                        "source.cluster.alias",
                        "target.cluster.alias",
                        "topics",
                        "topics.rename",
                        "provenance.forward",
                        "throttle.bytes.per.second",
                        "checkpoint.interval.ms",
                        "replication.factor",
                        "errors.tolerance");
        assertThat(faults.get("errors.tolerance")).contains("drop records without a trace");
    }

    /** A worker that does not know the provider passes references on as they are: they would be taken for passwords and files. */
    @Test
    void aReferenceThatTheWorkerDidNotResolveIsAFaultThatNamesTheProvider() {
        Map<String, String> faults = faults(Map.of(
                "source.cluster.sasl.jaas.config", "x password=\"${streambus:l/west/sasl_password:v1.k.AAAA}\";",
                "producer.override.ssl.keystore.key", "${directory:/certs:client.key}",
                "target.cluster.client.rack", "${other:a}"));

        assertThat(faults.keySet())
                .containsExactlyInAnyOrder("source.cluster.sasl.jaas.config", "producer.override.ssl.keystore.key");
        assertThat(faults.get("source.cluster.sasl.jaas.config"))
                .contains("no config provider 'streambus'", "config.providers.streambus.class")
                .doesNotContain("v1.k");
        assertThat(faults.get("producer.override.ssl.keystore.key")).contains("no config provider 'directory'");
    }

    @Test
    void whatIsRefusedAtValidationIsRefusedAtTheStartTooAndAllAtOnce() {
        Map<String, String> settings = with(Map.of("topic.filter.class", "com.example.Filter", "offset.lag.max", "0"));
        settings.remove("header.converter");

        assertThatThrownBy(() -> connector.start(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("write header.converter=", "topic.filter.class = ", "offset.lag.max = 0");
    }

    /** Neither cluster of this configuration can be reached. */
    @Test
    void aFlowThatIsNotEnabledHasNoTasksAndLooksAtNoCluster() {
        connector.start(with(Map.of("enabled", "false")));

        assertThat(connector.taskConfigs(4)).isEmpty();
        connector.stop();
    }

    @Test
    void exactlyOnceNeedsCommittedReads() {
        assertThat(connector.exactlyOnceSupport(MINIMAL)).isEqualTo(ExactlyOnceSupport.SUPPORTED);
        assertThat(connector.exactlyOnceSupport(with(Map.of("consumer.isolation.level", "read_uncommitted"))))
                .isEqualTo(ExactlyOnceSupport.UNSUPPORTED);
    }

    private Map<String, String> faults(Map<String, String> settings) {
        List<ConfigValue> values = connector.validate(with(settings)).configValues();
        return values.stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, value -> String.join(" ", value.errorMessages())));
    }

    private static Map<String, String> with(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(MINIMAL);
        all.putAll(settings);
        return all;
    }
}
