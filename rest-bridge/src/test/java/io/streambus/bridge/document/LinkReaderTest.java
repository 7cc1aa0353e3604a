package io.streambus.bridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.Compression;
import io.streambus.bridge.link.LinkType;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.cluster.LinkedCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinkReaderTest {

    private static final String CLUSTERS = """
            "source_cluster": {"cluster_id": "primary", "brokers": ["primary:9092"]},
            "target_cluster": {"cluster_id": "dr", "brokers": ["dr:9092"]}""";
    private static final String BASE = "\"name\": \"DR\", \"type\": \"active-passive\", " + CLUSTERS;

    @Test
    void a_minimal_document_gets_an_id_and_the_documented_defaults() {
        ReplicationLink link = valid("{" + BASE + ", \"topics\": [\"orders\", \"users\"]}");

        assertThat(link.id()).isEqualTo("made-up");
        assertThat(link.type()).isEqualTo(LinkType.ACTIVE_PASSIVE);
        assertThat(link.topics().names()).containsExactly("orders", "users");
        assertThat(source(link).connectionTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(source(link).requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(source(link).maxRetries()).isEqualTo(3);
        assertThat(link.tuning().maxBytes()).isEqualTo(10_485_760);
        assertThat(link.tuning().codec()).isEqualTo(Compression.SNAPPY);
        assertThat(link.tuning().checkpointInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(link.failover().enabled()).isFalse();
        assertThat(link.failover().failbackDelay()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void null_counts_as_absent() {
        assertThat(valid("{" + BASE + ", \"topics\": null, \"filter\": null}")
                        .filter()
                        .enabled())
                .isFalse();
    }

    @Test
    void what_is_written_reads_back_as_the_same_link() {
        ReplicationLink link = valid("{" + BASE + """
                , "id": "l", "topics": ["a.b"], "topics_regex": "x.*", "topics_exclude": ["y"], "topic_prefix": "p.",
                "topic_config": {"a.b": {"target_topic": "ab"}, "off": {"enabled": false},
                 "lz": {"compression_type": "lz4", "preserve_timestamps": false}, "kept": {"preserve_timestamps": true}},
                "config": {"enable_compression": false, "compression_type": "zstd", "enable_exactly_once": true},
                "filter": {"enabled": true, "include_patterns": ["a,b"], "min_timestamp": "2024-01-01T00:00:00Z"},
                "transform": {"enabled": true, "add_headers": {"at": "${now} $$"}, "header_transforms": {"r": "a -> b"}},
                "failover_config": {"enabled": true, "notification_webhook": "https://alerts.example.com/f"}}""");

        assertThat(new LinkReader(() -> "other").read(LinkWriter.complete().write(link)))
                .isEqualTo(new Read.Valid<>(link));
    }

    @Test
    void secrets_are_written_masked_for_answers_and_as_references_for_the_store() {
        ReplicationLink link = valid("""
                {"name": "s", "type": "active-passive",
                 "source_cluster": {"cluster_id": "a", "brokers": ["a:1"], "security": {"enable_tls": true,
                   "sasl_mechanism": "PLAIN", "sasl_username": "u", "sasl_password": "${file:/s:pw}",
                   "properties": {"ssl.key.password": "${file:/s:kp}", "ssl.cipher.suites": "X"}}},
                 "target_cluster": {"cluster_id": "b", "brokers": ["b:1"]}}""");

        String answer = LinkWriter.masked().write(link).toString();
        assertThat(answer)
                .doesNotContain("/s:")
                .contains("\"sasl_password\":\"***\"", "\"ssl.key.password\":\"***\"", "\"ssl.cipher.suites\":\"X\"");
        assertThat(LinkWriter.complete().write(link).toString()).contains("${file:/s:pw}", "${file:/s:kp}");
        assertThat(link.toString()).doesNotContain("/s:pw");
    }

    @Test
    void all_faults_of_a_document_are_found_at_once() {
        Read<ReplicationLink> read = read("""
                {"id": "no spaces", "type": "ring", "topcis": [], "source_cluster": {"cluster_id": "x", "brokers": ["x"]},
                 "config": {"max_bytes": "big"}, "filter": {"include_patterns": ["("]}}""");

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .extracting(Fault::pointer)
                .containsExactly(
                        "/id",
                        "/name",
                        "/type",
                        "/source_cluster/brokers/0",
                        "/target_cluster",
                        "/config/max_bytes",
                        "/filter/include_patterns/0",
                        "/topcis");
    }

    @Test
    void the_specs_examples_without_clusters_are_refused_for_these() {
        Read<ReplicationLink> read = read("""
                {"name": "High Priority Replication", "type": "active-passive", "topics": ["events"],
                 "filter": {"enabled": true, "filter_by_header": {"priority": "high"}}}""");

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .containsExactly(
                        new Fault("/source_cluster", "is required"), new Fault("/target_cluster", "is required"));
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("faults")
    void each_fault_is_named_by_pointer_and_reason(String fields, String pointer, String reason) {
        Read<ReplicationLink> read = read("{" + fields + "}");

        assertThat(read).isInstanceOf(Read.Invalid.class);
        List<Fault> faults = ((Read.Invalid<ReplicationLink>) read).faults();
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).pointer()).isEqualTo(pointer);
        assertThat(faults.get(0).message()).contains(reason);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                with("\"name\": 5", "/name", "must be text, found 5", false),
                fault("\"topics\": \"orders\"", "/topics", "must be an array, found \"orders\""),
                fault("\"topics\": [\"orders\", 7]", "/topics/1", "must be text, found 7"),
                fault("\"topics\": [\"orders.*\"]", "/topics/0", "patterns go into topics_regex"),
                fault("\"topics\": [\"a\", \"a\"]", "/topics/1", "twice"),
                fault("\"topics_regex\": \"a{1,2}\"", "/topics_regex", "comma"),
                fault("\"topics_regex\": \"[\"", "/topics_regex", "RE2"),
                fault("\"topics_exclude\": [\"*\"]", "/topics_exclude/0", "RE2"),
                fault("\"topic_prefix\": \"a b\"", "/topic_prefix", "letters"),
                fault("\"topic_prefix\": \"${env:HOME}\"", "/topic_prefix", "config-provider reference"),
                fault("\"topic_config\": {\"a/b\": {}}", "/topic_config/a~1b", "topic name"),
                fault(
                        "\"topic_config\": {\"a\": {\"compression_type\": \"rar\"}}",
                        "/topic_config/a/compression_type",
                        "must be one of [none, gzip, snappy, lz4, zstd]"),
                fault(
                        "\"topic_config\": {\"a\": {\"preserve_timestamps\": 1}}",
                        "/topic_config/a/preserve_timestamps",
                        "true or false"),
                fault(
                        "\"topic_config\": {\"a\": {\"target_topic\": \"x\"}, \"b\": {\"target_topic\": \"x\"}}",
                        "/topic_config/b/target_topic",
                        "cannot share"),
                fault("\"mode\": \"both\"", "/mode", "must be one of [pull, push]"),
                fault("\"groups\": [\"billing\"]", "/groups", "not available in this version"),
                fault("\"config\": []", "/config", "must be an object, found an array"),
                fault("\"config\": {\"batch_size\": 0}", "/config/batch_size", "from 1 to 1000000, found 0"),
                fault("\"config\": {\"batch_size\": 1.5}", "/config/batch_size", "must be an integer"),
                fault("\"config\": {\"batch_size\": 99999999999999999999}", "/config/batch_size", "must be an integer"),
                fault("\"config\": {\"enable_compression\": \"yes\"}", "/config/enable_compression", "true or false"),
                fault("\"config\": {\"compression_type\": \"rar\"}", "/config/compression_type", "snappy"),
                fault(
                        "\"config\": {\"enable_exactly_once\": true, \"enable_idempotence\": false}",
                        "/config/enable_idempotence",
                        "enable_exactly_once"),
                fault(
                        "\"config\": {\"throttle_rate_bytes_per_second\": 1}",
                        "/config/throttle_rate_bytes_per_second",
                        "did you mean \"throttle_rate_bytes_per_sec\"?"),
                fault("\"filter\": {\"min_timestamp\": \"yesterday\"}", "/filter/min_timestamp", "RFC 3339"),
                fault(
                        "\"filter\": {\"min_timestamp\": \"2024-01-02T00:00:00Z\", \"max_timestamp\":"
                                + " \"2024-01-01T00:00:00Z\"}",
                        "/filter/max_timestamp",
                        "before min_timestamp"),
                fault("\"filter\": {\"filter_by_header\": {\"a\": 1}}", "/filter/filter_by_header/a", "must be text"),
                fault(
                        "\"transform\": {\"add_headers\": {\"streambus.x\": \"1\"}}",
                        "/transform/add_headers/streambus.x",
                        "reserved"),
                fault(
                        "\"transform\": {\"add_headers\": {\"x\": \"${noww}\"}}",
                        "/transform/add_headers/x",
                        "unknown variable"),
                fault("\"transform\": {\"add_headers\": {\"x\": \"1$\"}}", "/transform/add_headers/x", "$$"),
                fault(
                        "\"transform\": {\"remove_headers\": [\"streambus.provenance\"]}",
                        "/transform/remove_headers/0",
                        "reserved"),
                fault(
                        "\"transform\": {\"header_transforms\": {\"r\": \"a->b\"}}",
                        "/transform/header_transforms/r",
                        "old -> new"),
                fault(
                        "\"failover_config\": {\"failover_threshold\": -1}",
                        "/failover_config/failover_threshold",
                        "found -1"),
                fault(
                        "\"failover_config\": {\"notification_webhook\": \"ftp://x\"}",
                        "/failover_config/notification_webhook",
                        "http or https"));
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("clusterFaults")
    void each_fault_of_a_cluster_is_named_by_pointer_and_reason(String cluster, String pointer, String reason) {
        each_fault_is_named_by_pointer_and_reason(
                "\"name\": \"n\", \"type\": \"active-passive\", \"target_cluster\": {\"cluster_id\": \"t\", \"brokers\":"
                        + " [\"t:1\"]}, \"source_cluster\": {" + cluster + "}",
                "/source_cluster" + pointer,
                reason);
    }

    static Stream<Arguments> clusterFaults() {
        String id = "\"cluster_id\": \"s\", ";
        String full = id + "\"brokers\": [\"s:1\"], ";
        return Stream.of(
                Arguments.of("\"brokers\": [\"s:1\"]", "/cluster_id", "is required"),
                Arguments.of("\"cluster_id\": \"s\"", "/brokers", "is required"),
                Arguments.of(id + "\"brokers\": []", "/brokers", "at least one"),
                Arguments.of(id + "\"brokers\": [\"s:99999\"]", "/brokers/0", "port from 1 to 65535"),
                Arguments.of(id + "\"brokers\": [\"http://s:1\"]", "/brokers/0", "host:port"),
                Arguments.of(full + "\"request_timeout\": 10", "/request_timeout", "must be text, found 10"),
                Arguments.of(full + "\"request_timeout\": \"10\"", "/request_timeout", "duration"),
                Arguments.of(full + "\"request_timeout\": \"1ms\"", "/request_timeout", "between 100ms and 10m"),
                Arguments.of(full + "\"max_retries\": -1", "/max_retries", "found -1"),
                Arguments.of(full + "\"security\": {\"tls_ca_file\": \"/ca\"}", "/security/enable_tls", "must be true"),
                Arguments.of(
                        full + "\"security\": {\"enable_tls\": true, \"tls_cert_file\": \"/c\"}",
                        "/security/tls_key_file",
                        "go together"),
                Arguments.of(
                        full + "\"security\": {\"enable_tls\": true, \"tls_ca_file\": \"ca.crt\"}",
                        "/security/tls_ca_file",
                        "absolute path"),
                Arguments.of(
                        full + "\"security\": {\"sasl_mechanism\": \"GSSAPI\"}", "/security/sasl_mechanism", "PLAIN"),
                Arguments.of(
                        full + "\"security\": {\"sasl_mechanism\": \"PLAIN\"}", "/security/sasl_username", "required"),
                Arguments.of(
                        full + "\"security\": {\"properties\": {\"bootstrap.servers\": \"x:1\"}}",
                        "/security/properties/bootstrap.servers",
                        "set by the link itself"));
    }

    /** Issue 14, what is seen number 3. */
    @Test
    void properties_that_say_anything_but_how_a_cluster_is_reached_are_all_refused_at_once() {
        Read<ReplicationLink> read = read("""
                {"name": "n", "type": "active-passive",
                 "source_cluster": {"cluster_id": "s", "brokers": ["s:1"], "security": {"properties": {
                   "acks": "0", "enable.idempotence": "false", "delivery.timeout.ms": "1",
                   "max.in.flight.requests.per.connection": "100", "partitioner.class": "x.P", "interceptor.classes": "x.I",
                   "linger.ms": "1", "sasl.login.class": "x.L", "sasl.kerberos.kinit.cmd": "touch /x",
                   "ssl.engine.factory.class": "x.E", "security.providers": "x.S", "metric.reporters": "x.M",
                   "sasl.client.callback.handler.class": "x.C", "ssl.trustore.location": "/typo",
                   "reconnect.backoff.ms": "100", "sasl.oauthbearer.scope": "s", "ssl.protocol": "TLSv1.3"}}},
                 "target_cluster": {"cluster_id": "t", "brokers": ["t:1"]}}""");

        List<Fault> faults = ((Read.Invalid<ReplicationLink>) read).faults();
        String at = "/source_cluster/security/properties/";
        assertThat(faults)
                .extracting(Fault::pointer)
                .containsExactly(
                        at + "acks",
                        at + "enable.idempotence",
                        at + "delivery.timeout.ms",
                        at + "max.in.flight.requests.per.connection",
                        at + "partitioner.class",
                        at + "interceptor.classes",
                        at + "linger.ms",
                        at + "sasl.login.class",
                        at + "sasl.kerberos.kinit.cmd",
                        at + "ssl.engine.factory.class",
                        at + "security.providers",
                        at + "metric.reporters",
                        at + "sasl.client.callback.handler.class",
                        at + "ssl.trustore.location");
        assertThat(faults)
                .extracting(Fault::message)
                .allSatisfy(message -> assertThat(message)
                        .containsAnyOf(
                                "is set by the link itself",
                                "how a cluster is reached",
                                "that the bridge and workers would load"));
    }

    @ParameterizedTest
    @MethodSource("inlineSecrets")
    void a_secret_in_clear_is_refused_with_advice_and_never_repeated(String security, String pointer) {
        Read<ReplicationLink> read = read("{\"name\": \"n\", \"type\": \"active-passive\", \"source_cluster\":"
                + " {\"cluster_id\": \"s\", \"brokers\": [\"s:1\"], \"security\": {" + security + "}},"
                + " \"target_cluster\": {\"cluster_id\": \"t\", \"brokers\": [\"t:1\"]}}");

        List<Fault> faults = ((Read.Invalid<ReplicationLink>) read).faults();
        assertThat(faults).extracting(Fault::pointer).containsExactly("/source_cluster/security" + pointer);
        assertThat(faults.get(0).message()).contains("${file:").doesNotContain("hunter2");
    }

    static Stream<Arguments> inlineSecrets() {
        return Stream.of(
                Arguments.of(
                        "\"sasl_mechanism\": \"PLAIN\", \"sasl_username\": \"u\", \"sasl_password\": \"hunter2\"",
                        "/sasl_password"),
                Arguments.of(
                        "\"properties\": {\"ssl.keystore.password\": \"hunter2\"}",
                        "/properties/ssl.keystore.password"),
                Arguments.of("\"properties\": {\"ssl.keystore.key\": \"hunter2\"}", "/properties/ssl.keystore.key"),
                Arguments.of(
                        "\"properties\": {\"sasl.oauthbearer.client.credentials.client.secret\": \"hunter2\"}",
                        "/properties/sasl.oauthbearer.client.credentials.client.secret"),
                Arguments.of(
                        "\"properties\": {\"sasl.jaas.config\": \"org.apache.kafka.common.security.plain.PlainLoginModule required username=\\\"u\\\""
                                + " password=\\\"hunter2\\\";\"}",
                        "/properties/sasl.jaas.config"));
    }

    @Test
    void a_jaas_line_whose_password_is_a_reference_is_taken() {
        ReplicationLink link = valid("{\"name\": \"n\", \"type\": \"active-passive\", \"source_cluster\":"
                + " {\"cluster_id\": \"s\", \"brokers\": [\"s:1\"], \"security\": {\"properties\": {\"sasl.jaas.config\":"
                + " \"org.apache.kafka.common.security.plain.PlainLoginModule required username=\\\"u\\\" password=\\\"${file:/s:pw}\\\";\"}}},"
                + " \"target_cluster\": {\"cluster_id\": \"t\", \"brokers\": [\"t:1\"]}}");

        assertThat(source(link).security().properties()).containsKey("sasl.jaas.config");
    }

    private static LinkedCluster source(ReplicationLink link) {
        return link.topology().clusters().get(0);
    }

    private static Arguments fault(String field, String pointer, String reason) {
        return with(field, pointer, reason, true);
    }

    private static Arguments with(String field, String pointer, String reason, boolean named) {
        String base = named ? BASE : "\"type\": \"active-passive\", " + CLUSTERS;
        return Arguments.of(base + ", " + field, pointer, reason);
    }

    private static ReplicationLink valid(String json) {
        Read<ReplicationLink> read = read(json);
        assertThat(read).isInstanceOf(Read.Valid.class);
        return ((Read.Valid<ReplicationLink>) read).value();
    }

    private static Read<ReplicationLink> read(String json) {
        ObjectNode tree = ((Read.Valid<ObjectNode>) JsonText.object(json.getBytes(StandardCharsets.UTF_8))).value();
        return new LinkReader(() -> "made-up").read(tree);
    }
}
