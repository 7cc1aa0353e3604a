package io.streambus.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.config.GroupConfig;
import io.streambus.connect.group.pass.StreamBusCheckpointTask;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class StreamBusCheckpointConnectorTest {

    private static final Map<String, String> MINIMAL = Map.of(
            "name", "west-to-east-groups",
            "flow.name", "west-to-east",
            "source.cluster.alias", "west",
            "source.cluster.bootstrap.servers", "west:9092",
            "target.cluster.alias", "east",
            "target.cluster.bootstrap.servers", "east:9092");

    private final StreamBusCheckpointConnector connector = new StreamBusCheckpointConnector();

    @Test
    void isListedForServiceLoading() {
        assertThat(ServiceLoader.load(SourceConnector.class).stream().map(provider -> (Object) provider.type()))
                .contains(StreamBusCheckpointConnector.class);
    }

    @Test
    void aMinimalConfigurationIsValid() {
        assertThat(faults(Map.of())).isEmpty();
    }

    @Test
    void allFaultsAreReportedAtOnceEachAtItsSetting() {
        assertThat(faults(Map.of(
                        "flow.name", "",
                        "target.cluster.alias", "west",
                        "groups", "billing,(",
                        "sync.group.offsets.interval.seconds", "0",
                        "source.cluster.sasl.jaas.config", "${streambus:l/west/sasl_password:v1.k.AAAA}")))
                .containsOnlyKeys(
                        "flow.name",
                        "target.cluster.alias",
                        "groups",
                        "sync.group.offsets.interval.seconds",
                        "source.cluster.sasl.jaas.config");
    }

    @Test
    void theFlowIsTheOneThatIsNamedAndItsCheckpointsAreMirrorMakersBesides() {
        GroupConfig config = new GroupConfig(MINIMAL);

        assertThat(config.flow().flow()).isEqualTo("west-to-east");
        assertThat(config.name()).isEqualTo("west-to-east-groups");
        assertThat(config.mirrorCheckpointsTopic()).isEqualTo("west.checkpoints.internal");
        assertThat(config.syncsOffsets()).as("as MirrorMaker 2 has it").isFalse();
    }

    @Test
    void groupsAreChosenAsMirrorMakerChoosesThem() {
        assertThat(new GroupConfig(MINIMAL).selection())
                .accepts("billing", "my-connect")
                .rejects("console-consumer-123", "connect-workers", "__internal");
        Map<String, String> some = new HashMap<>(MINIMAL);
        some.put("groups", "bill.*, audit");
        some.put("groups.exclude", "billing-test");
        assertThat(new GroupConfig(some).selection())
                .accepts("billing", "audit")
                .rejects("billing-test", "auditors", "other");
    }

    @Test
    void oneTaskDoesAllAndNoneWhereItIsNotEnabled() {
        connector.start(MINIMAL);
        assertThat(connector.taskClass()).isEqualTo(StreamBusCheckpointTask.class);
        assertThat(connector.taskConfigs(8)).containsExactly(MINIMAL);

        Map<String, String> disabled = new HashMap<>(MINIMAL);
        disabled.put("enabled", "false");
        connector.start(disabled);
        assertThat(connector.taskConfigs(8)).isEmpty();
    }

    @Test
    void aConnectorWithFaultsDoesNotStart() {
        Map<String, String> same = new HashMap<>(MINIMAL);
        same.put("target.cluster.alias", "west");

        assertThatThrownBy(() -> connector.start(same)).isInstanceOf(ConfigException.class);
    }

    private Map<String, String> faults(Map<String, String> changed) {
        Map<String, String> settings = new HashMap<>(MINIMAL);
        settings.putAll(changed);
        return connector.validate(settings).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, value -> String.join(" ", value.errorMessages())));
    }
}
