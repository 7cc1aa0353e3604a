package io.streambus.connect.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingFaultsTest {

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String IN_FLIGHT = "producer.override.max.in.flight.requests.per.connection";
    private static final String IDEMPOTENCE = "producer.override.enable.idempotence";

    @Test
    void withoutAHeaderConverterOfItsOwnTheConnectorIsRefusedWithTheReasonAndTheLineToAdd() {
        assertThat(SettingFaults.of(Map.of()))
                .containsOnlyKeys("header.converter")
                .hasEntrySatisfying(
                        "header.converter",
                        fault -> assertThat(fault)
                                .contains(
                                        "is not set",
                                        "SimpleHeaderConverter",
                                        "base64",
                                        "header.converter=" + BYTES,
                                        "header.converter.check=none"));
    }

    @Test
    void whoHasSeenTheWorkersDefaultSaysSo() {
        assertThat(SettingFaults.of(Map.of("header.converter.check", "none"))).isEmpty();
    }

    @Test
    void aHeaderConverterThatIsAnotherOneIsRefusedWhateverIsSaidOfTheCheck() {
        assertThat(SettingFaults.of(Map.of(
                        "header.converter",
                        "org.apache.kafka.connect.storage.SimpleHeaderConverter",
                        "header.converter.check",
                        "none")))
                .hasEntrySatisfying(
                        "header.converter",
                        fault -> assertThat(fault)
                                .contains(
                                        "is org.apache.kafka.connect.storage.SimpleHeaderConverter",
                                        "write header.converter="));
    }

    /** The worker's producer is not the connector's to change: what it must not be set to is refused. */
    @Test
    void whatAFlowsPromisesRestOnIsRefusedOfTheWorkersProducer() {
        assertThat(faults(Map.of(
                        "producer.override.acks", "1",
                        "producer.override.delivery.timeout.ms", "1000",
                        "producer.override.partitioner.class", "x.P",
                        "producer.override.interceptor.classes", "x.I")))
                .containsOnlyKeys(
                        "producer.override.acks",
                        "producer.override.delivery.timeout.ms",
                        "producer.override.partitioner.class",
                        "producer.override.interceptor.classes")
                .hasEntrySatisfying(
                        "producer.override.acks", fault -> assertThat(fault).contains("acks = 1", "= all"));
        assertThat(faults(Map.of("producer.override.acks", "-1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {BYTES, " " + BYTES, "ByteArrayConverter", "ByteArray"})
    void theConverterOfBytesIsKnownByAllNamesThatConnectHasForIt(String name) {
        assertThat(faults(Map.of("header.converter", name, "key.converter", name, "value.converter", name)))
                .isEmpty();
    }

    @Test
    void keysAndValuesAreNotConvertedEither() {
        assertThat(faults(Map.of("key.converter", "org.apache.kafka.connect.json.JsonConverter")))
                .containsOnlyKeys("key.converter")
                .hasEntrySatisfying(
                        "key.converter",
                        fault -> assertThat(fault).contains("must be " + BYTES, "found org.apache.kafka.connect.json"));
        assertThat(faults(Map.of("value.converter", "org.apache.kafka.connect.storage.StringConverter")))
                .containsOnlyKeys("value.converter");
    }

    @ParameterizedTest
    @CsvSource({"2,", "5,false", "' 5 ',FALSE"})
    void severalRequestsInFlightNeedIdempotence(String inFlight, String idempotence) {
        Map<String, String> settings = new HashMap<>(Map.of(IN_FLIGHT, inFlight));
        if (idempotence != null) {
            settings.put(IDEMPOTENCE, idempotence);
        }

        assertThat(faults(settings))
                .containsOnlyKeys(IN_FLIGHT)
                .hasEntrySatisfying(
                        IN_FLIGHT, fault -> assertThat(fault).contains("Set " + IDEMPOTENCE + " = true", "order"));
    }

    @Test
    void oneRequestInFlightIdempotenceAndExactlyOnceKeepTheOrder() {
        assertThat(faults(Map.of(IDEMPOTENCE, "false"))).isEmpty();
        assertThat(faults(Map.of(IDEMPOTENCE, "false", IN_FLIGHT, "1"))).isEmpty();
        assertThat(faults(Map.of(IDEMPOTENCE, "true", IN_FLIGHT, "5"))).isEmpty();
        assertThat(faults(Map.of("exactly.once.support", "required", IN_FLIGHT, "5")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.streambus.connect.smt.PreventLoops", "PreventLoops"})
    void noTransformStandsBehindPreventLoops(String type) {
        Map<String, String> transforms = Map.of(
                "transforms", "first, loops ,rename",
                "transforms.first.type", "io.streambus.connect.smt.FilterRecords",
                "transforms.loops.type", type,
                "transforms.rename.type", "org.apache.kafka.connect.transforms.RegexRouter");

        assertThat(faults(transforms))
                .containsOnlyKeys("transforms")
                .hasEntrySatisfying(
                        "transforms",
                        fault -> assertThat(fault).contains("'loops' is PreventLoops", "[rename]", "Put 'loops' last"));

        Map<String, String> last = new HashMap<>(transforms);
        last.put("transforms", "first, rename, loops");
        assertThat(faults(last)).isEmpty();
    }

    @Test
    void whatMirrorMakerDoesAndThisConnectorDoesNotIsRefusedByNameAndAllAtOnce() {
        Map<String, String> faults = faults(Map.of(
                "topic.filter.class", "com.example.Filter",
                "config.property.filter.class", "com.example.Filter",
                "forwarding.admin.class", "com.example.Admin",
                "refresh.topics.enabled", "false",
                "heartbeats.replication.enabled", "true",
                "emit.offset-syncs.enabled", "true",
                "offset-syncs.topic.location", "target",
                "offset.lag.max", "0",
                "topics.blacklist", "secret.*"));

        assertThat(faults)
                .containsOnlyKeys(
                        "topic.filter.class",
                        "config.property.filter.class",
                        "forwarding.admin.class",
                        "refresh.topics.enabled",
                        "heartbeats.replication.enabled",
                        "emit.offset-syncs.enabled",
                        "offset-syncs.topic.location",
                        "offset.lag.max",
                        "topics.blacklist");
        assertThat(faults.get("topic.filter.class")).contains("com.example.Filter", "topics.exclude");
        assertThat(faults.get("emit.offset-syncs.enabled")).contains("MirrorCheckpointConnector would stand still");
    }

    @Test
    void mirrorMakersDefaultsAndWhatChangesNothingAreTaken() {
        assertThat(faults(Map.of(
                        "topic.filter.class", "org.apache.kafka.connect.mirror.DefaultTopicFilter",
                        "refresh.topics.enabled", "TRUE",
                        "heartbeats.replication.enabled", "false",
                        "emit.offset-syncs.enabled", "false",
                        "offset-syncs.topic.location", "source",
                        "offset.lag.max", "100",
                        "offset-syncs.topic.replication.factor", "1",
                        "consumer.poll.timeout.ms", "5000",
                        "metric.reporters", "com.example.Reporter")))
                .isEmpty();
    }

    private static Map<String, String> faults(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("header.converter", BYTES));
        all.putAll(settings);
        return SettingFaults.of(all);
    }
}
