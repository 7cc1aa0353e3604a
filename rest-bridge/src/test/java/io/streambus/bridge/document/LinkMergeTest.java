package io.streambus.bridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.cluster.LinkedCluster;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkMergeTest {

    private static final String SECURED = """
            {'name': 'n', 'type': 'active-passive', 'topics': ['a'],
             'source_cluster': {'cluster_id': 's', 'brokers': ['s:1', 's:2'], 'security': {
               'enable_tls': true, 'tls_ca_file': '/ca',
               'sasl_mechanism': 'SCRAM-SHA-256', 'sasl_username': 'u', 'sasl_password': '${file:/s:pw}',
               'properties': {'ssl.key.password': '${file:/s:kp}', 'ssl.protocol': 'TLSv1.3'}}},
             'target_cluster': {'cluster_id': 't', 'brokers': ['t:1']}}""";

    private final LinkReader reader = new LinkReader(() -> "l");
    private final ReplicationLink current = ((Read.Valid<ReplicationLink>) reader.read(tree("""
                    {"name": "n", "type": "active-passive", "topics": ["a", "b"],
                     "source_cluster": {"cluster_id": "s", "brokers": ["s:1"], "security": {
                       "sasl_mechanism": "PLAIN", "sasl_username": "u", "sasl_password": "${file:/s:pw}"}},
                     "target_cluster": {"cluster_id": "t", "brokers": ["t:1"]},
                     "config": {"batch_size": 5, "throttle_rate_bytes_per_sec": 7}}"""))).value();

    @Test
    void given_fields_replace_and_the_others_stay() {
        ReplicationLink merged =
                merged("{\"config\": {\"throttle_rate_bytes_per_sec\": 52428800}, \"topics\": [\"c\"]}");

        assertThat(merged.tuning().throttleBytesPerSecond()).isEqualTo(52_428_800);
        assertThat(merged.tuning().batchSize()).isEqualTo(5);
        assertThat(merged.topics().names()).containsExactly("c");
    }

    @Test
    void null_sets_a_field_back_to_its_default() {
        assertThat(merged("{\"config\": {\"batch_size\": null}}").tuning().batchSize())
                .isEqualTo(1_000);
    }

    @Test
    void the_mask_means_unchanged() {
        ReplicationLink merged =
                merged("{\"source_cluster\": {\"max_retries\": 9, \"security\": {\"sasl_password\": \"***\"}}}");

        assertThat(source(merged).security()).isEqualTo(source(current).security());
        assertThat(source(merged).maxRetries()).isEqualTo(9);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "brokers             | {'brokers': ['s:1', 'evil:1']}",
                "brokers             | {'brokers': ['evil:1']}",
                "enable_tls          | {'security': {'enable_tls': false, 'tls_ca_file': null}}",
                "tls_skip_verify     | {'security': {'tls_skip_verify': true}}",
                "tls_ca_file         | {'security': {'tls_ca_file': '/evil'}}",
                "tls_ca_file         | {'security': {'tls_ca_file': null}}",
                "sasl_mechanism      | {'security': {'sasl_mechanism': 'PLAIN'}}",
                "properties/ssl.protocol | {'security': {'properties': {'ssl.protocol': null}}}",
                "properties/ssl.truststore.certificates | {'security': {'properties': {'ssl.truststore.certificates': 'x'}}}",
            })
    void a_secret_is_not_carried_to_where_it_was_not_given_for(String field, String cluster) {
        ReplicationLink secured = secured(SECURED);

        for (String mask :
                List.of("", "{'security': {'sasl_password': '***', 'properties': {'ssl.key.password': '***'}}}")) {
            ObjectNode change = tree(cluster.replace('\'', '"'));
            if (!mask.isEmpty()) {
                with(change, mask);
            }
            Read<ReplicationLink> read =
                    new LinkMerge(reader).merge(secured, tree("{}").<ObjectNode>set("source_cluster", change));

            assertThat(read).isInstanceOf(Read.Invalid.class);
            assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                    .extracting(Fault::pointer)
                    .containsExactly(
                            "/source_cluster/security/sasl_password",
                            "/source_cluster/security/properties/ssl.key.password");
            assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                    .allSatisfy(fault -> assertThat(fault.message())
                            .contains("send it again", field)
                            .doesNotContain("/s:"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'brokers': ['s:2', 's:1']}",
                "{'brokers': ['s:2']}",
                "{'security': {'sasl_username': 'v'}}",
                "{'security': {'tls_skip_verify': false}}",
                "{'request_timeout': '3s'}",
                "{'brokers': ['new:1'], 'security': {'sasl_password': '${file:/s:pw}', 'properties': {'ssl.key.password':"
                        + " '${file:/s:kp}'}}}"
            })
    void what_leads_a_secret_nowhere_else_carries_it_and_a_secret_that_is_sent_again_goes_anywhere(String cluster) {
        Read<ReplicationLink> read = new LinkMerge(reader)
                .merge(secured(SECURED), tree("{\"source_cluster\": " + cluster.replace('\'', '"') + '}'));

        assertThat(read).isInstanceOf(Read.Valid.class);
        assertThat(LinkWriter.complete()
                        .write(((Read.Valid<ReplicationLink>) read).value())
                        .toString())
                .contains("${file:/s:pw}", "${file:/s:kp}");
    }

    @Test
    void turning_tls_on_carries_the_secret() {
        ReplicationLink merged =
                merged("{\"source_cluster\": {\"security\": {\"enable_tls\": true, \"tls_ca_file\":" + " \"/ca\"}}}");

        assertThat(source(merged).security().sasl())
                .isEqualTo(source(current).security().sasl());
    }

    @Test
    void an_encrypted_secret_counts_as_carried_even_if_its_reference_is_sent() {
        LinkReader keeping = new LinkReader(() -> "l", (place, value) -> value);
        String sealed = "${streambus:l/s/sasl_password:v1.x}";
        ReplicationLink link = ((Read.Valid<ReplicationLink>)
                        keeping.read(tree(SECURED.replace('\'', '"').replace("${file:/s:pw}", sealed))))
                .value();

        Read<ReplicationLink> read = new LinkMerge(keeping)
                .merge(
                        link,
                        tree("{\"source_cluster\": {\"brokers\": [\"evil:1\"], \"security\": {\"sasl_password\": \""
                                + sealed + "\", \"properties\": {\"ssl.key.password\": \"new\"}}}}"));

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .extracting(Fault::pointer)
                .containsExactly("/source_cluster/security/sasl_password");
    }

    @Test
    void a_mask_where_there_is_no_secret_is_refused() {
        Read<ReplicationLink> read = new LinkMerge(reader)
                .merge(
                        current,
                        tree("{\"target_cluster\": {\"security\": {\"properties\": {\"ssl.key.password\":"
                                + " \"***\"}}}}"));

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("there is none"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com/services/T0/B0/Xk3, https://hooks.example.com/***",
        "http://hooks.example.com:81/?token=x, http://hooks.example.com:81/***",
        "https://alerts.example.com/9f86d081, https://alerts.example.com/***",
        "https://alerts.example.com/failover, https://alerts.example.com/failover",
        "https://alerts.example.com, https://alerts.example.com"
    })
    void of_a_webhook_the_host_is_shown_and_what_was_shown_means_unchanged(String url, String shown) {
        String change = "{\"failover_config\": {\"notification_webhook\": \"%s\", \"enabled\": true}}";
        ReplicationLink link = merged(change.formatted(url));

        assertThat(LinkWriter.masked()
                        .write(link)
                        .at("/failover_config/notification_webhook")
                        .asText())
                .isEqualTo(shown);
        assertThat(Redacted.of(tree(change.formatted(url)))
                        .at("/failover_config/notification_webhook")
                        .asText())
                .isEqualTo(shown);
        assertThat(new LinkMerge(reader).merge(link, tree(change.formatted(shown))))
                .isEqualTo(new Read.Valid<>(link));
        assertThat(new LinkMerge(reader).merge(link, tree("{\"config\": {}}"))).isEqualTo(new Read.Valid<>(link));
    }

    @Test
    void what_is_hidden_of_a_webhook_does_not_move_to_another_host() {
        ReplicationLink link =
                merged("{\"failover_config\": {\"notification_webhook\": \"https://a.example.com/x/y\"}}");

        Read<ReplicationLink> read = new LinkMerge(reader)
                .merge(
                        link,
                        tree("{\"failover_config\": {\"notification_webhook\": \"https://evil.example.com/***\"}}"));

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("send the whole URL"));
    }

    @Test
    void what_an_answer_showed_can_be_put_back_as_it_is() {
        assertThat(new LinkMerge(reader).merge(current, LinkWriter.masked().write(current)))
                .isEqualTo(new Read.Valid<>(current));
    }

    @Test
    void what_answers_add_to_a_document_is_left_out_of_a_whole_answer_only() {
        ObjectNode answer = LinkWriter.masked().write(current);
        answer.put("status", "stopped").put("created_at", "x").put("version", 3).putArray("allowed_actions");
        answer.putObject("metrics");

        assertThat(new LinkMerge(reader).merge(current, answer)).isEqualTo(new Read.Valid<>(current));
        assertThat(((Read.Invalid<ReplicationLink>)
                                new LinkMerge(reader).merge(current, tree("{\"status\": \"active\"}")))
                        .faults())
                .extracting(Fault::pointer)
                .containsExactly("/status");
    }

    @Test
    void a_star_may_be_called_by_its_other_name() {
        ReplicationLink star = ((Read.Valid<ReplicationLink>) reader.read(tree("""
                        {"name": "n", "type": "hub-spoke", "target_cluster": {"cluster_id": "h", "brokers": ["h:1"]},
                         "spokes": [{"cluster_id": "s", "brokers": ["s:1"]}]}"""))).value();

        assertThat(new LinkMerge(reader).merge(star, tree("{\"type\": \"hub-spoke\"}")))
                .isEqualTo(new Read.Valid<>(star));
    }

    @Test
    void what_names_the_flow_cannot_be_changed() {
        Read<ReplicationLink> read = new LinkMerge(reader)
                .merge(current, tree("{\"id\": \"other\", \"target_cluster\": {\"cluster_id\": \"x\"}}"));

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .extracting(Fault::pointer)
                .containsExactly("/id", "/target_cluster/cluster_id");
    }

    @Test
    void faults_in_the_merged_document_are_reported() {
        Read<ReplicationLink> read = new LinkMerge(reader).merge(current, tree("{\"configg\": {}, \"name\": \"\"}"));

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .extracting(Fault::pointer)
                .containsExactly("/name", "/configg");
    }

    private ReplicationLink secured(String document) {
        return ((Read.Valid<ReplicationLink>) reader.read(tree(document.replace('\'', '"')))).value();
    }

    private static void with(ObjectNode into, String fields) {
        merge(into, tree(fields.replace('\'', '"')));
    }

    private static void merge(ObjectNode into, ObjectNode fields) {
        fields.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode inner && into.get(field.getKey()) instanceof ObjectNode outer) {
                merge(outer, inner);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private static LinkedCluster source(ReplicationLink link) {
        return link.topology().clusters().get(0);
    }

    private ReplicationLink merged(String changes) {
        return ((Read.Valid<ReplicationLink>) new LinkMerge(reader).merge(current, tree(changes))).value();
    }

    private static ObjectNode tree(String json) {
        return ((Read.Valid<ObjectNode>) JsonText.object(json.getBytes(StandardCharsets.UTF_8))).value();
    }
}
