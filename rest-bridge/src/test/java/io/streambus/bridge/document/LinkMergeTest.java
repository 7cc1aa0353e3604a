package io.streambus.bridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.link.LinkedCluster;
import io.streambus.bridge.link.ReplicationLink;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LinkMergeTest {

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
                merged("{\"source_cluster\": {\"brokers\": [\"s:2\"], \"security\": {\"sasl_password\": \"***\"}}}");

        assertThat(source(merged).security()).isEqualTo(source(current).security());
        assertThat(source(merged).brokers()).containsExactly("s:2");
    }

    @Test
    void what_an_answer_showed_can_be_put_back_as_it_is() {
        assertThat(new LinkMerge(reader).merge(current, LinkWriter.masked().write(current)))
                .isEqualTo(new Read.Valid<>(current));
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
