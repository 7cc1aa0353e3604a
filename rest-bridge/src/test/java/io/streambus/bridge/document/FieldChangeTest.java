package io.streambus.bridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.ReplicationLink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldChangeTest {

    private static final String PAIR = """
            {'name': 'n', 'type': 'active-passive', 'topics': ['orders', 'users'],
             'source_cluster': {'cluster_id': 's', 'brokers': ['s:1'], 'security': {
               'sasl_mechanism': 'PLAIN', 'sasl_username': 'u', 'sasl_password': '${file:/s:old}',
               'properties': {'ssl.key.password': '${file:/s:kp}', 'ssl.protocol': 'TLSv1.3'}}},
             'target_cluster': {'cluster_id': 't', 'brokers': ['t:1']},
             'failover_config': {'notification_webhook': 'https://chat/hooks/T0/old'}}""";

    private static final String STAR = """
            {'name': 'n', 'type': 'star', 'target_cluster': {'cluster_id': 'hub', 'brokers': ['hub:1']},
             'spokes': [
               {'cluster_id': 'east', 'brokers': ['east:1'], 'direction': 'aggregate'},
               {'cluster_id': 'west', 'brokers': ['west:1'], 'max_retries': 7, 'direction': 'aggregate'}]}""";

    private final LinkReader reader = new LinkReader(() -> "l");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'topics': ['orders']} | /topics [\"orders\",\"users\"] -> [\"orders\"]",
                "{'topics': ['users', 'orders']} | /topics [\"orders\",\"users\"] -> [\"users\",\"orders\"]",
                "{'config': {'batch_size': 5}} | /config/batch_size 1000 -> 5",
                "{'topics_regex': 'a.*'} | /topics_regex null -> \"a.*\"",
                "{'transform': {'enabled': true, 'add_headers': {'a/b': 'c'}}}"
                        + "| /transform/enabled false -> true; /transform/add_headers/a~1b null -> \"c\"",
                "{'topic_config': {'orders': {'enabled': false}}}"
                        + "| /topic_config/orders null -> {\"source_topic\":\"orders\",\"enabled\":false}",
                "{'source_cluster': {'brokers': ['s:1', 's:2'], 'security': {'sasl_password': '${file:/s:new}', 'properties': {'ssl.key.password': '${file:/s:kq}'}}}}"
                        + "| /source_cluster/brokers [\"s:1\"] -> [\"s:1\",\"s:2\"];"
                        + " /source_cluster/security/sasl_password \"***\" -> \"***\";"
                        + " /source_cluster/security/properties/ssl.key.password \"***\" -> \"***\"",
                "{'target_cluster': {'security': {'sasl_mechanism': 'PLAIN', 'sasl_username': 'u', 'sasl_password': '${file:/s:new}'}}}"
                        + "| /target_cluster/security null -> {\"enable_tls\":false,\"tls_skip_verify\":false,"
                        + "\"sasl_mechanism\":\"PLAIN\",\"sasl_username\":\"u\",\"sasl_password\":\"***\"}",
                "{'failover_config': {'notification_webhook': 'https://chat/hooks/T0/new'}}"
                        + "| /failover_config/notification_webhook \"https://chat/***\" -> \"https://chat/***\"",
            })
    void each_field_that_differs_is_told_with_what_is_and_what_would_be(String change, String expected) {
        assertThat(String.join("; ", changes(PAIR, change))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'config': {'batch_size': 1000, 'enable_compression': true}, 'mode': 'pull'}",
                "{'source_cluster': {'connection_timeout': '30000ms', 'max_retries': 3}}",
                "{'target_cluster': {'security': {'enable_tls': false}}}",
                "{'topics_exclude': [], 'filter': {'enabled': false}}",
                "{'source_cluster': {'security': {'sasl_password': '***'}}}",
                "{'source_cluster': {'security': {'sasl_password': '${file:/s:old}'}}}",
                "{'failover_config': {'notification_webhook': 'https://chat/***'}}",
            })
    void what_is_there_already_or_by_default_is_no_change(String change) {
        assertThat(changes(PAIR, change)).isEmpty();
    }

    @Test
    void clusters_are_the_same_by_their_ids_and_what_is_left_out_goes_back_to_its_default() {
        assertThat(changes(STAR, """
                        {'spokes': [
                          {'cluster_id': 'west', 'brokers': ['west:2'], 'direction': 'aggregate'},
                          {'cluster_id': 'east', 'brokers': ['east:1'], 'direction': 'aggregate'}]}"""))
                .containsExactly("/spokes/0/brokers [\"west:1\"] -> [\"west:2\"]", "/spokes/0/max_retries 7 -> 3");
    }

    @Test
    void a_cluster_that_comes_or_goes_is_told_as_a_whole() {
        ReplicationLink star = link(tree(STAR));
        ObjectNode other = tree(STAR);
        other.withArray("spokes").remove(0);

        assertThat(texts(FieldChange.between(star, link(other))))
                .singleElement()
                .asString()
                .startsWith("/spokes/0 {\"cluster_id\":\"east\"")
                .endsWith(" -> null");
        assertThat(texts(FieldChange.between(link(other), star)))
                .singleElement()
                .asString()
                .startsWith("/spokes/0 null -> {\"cluster_id\":\"east\"");
    }

    private List<String> changes(String before, String change) {
        ReplicationLink link = link(tree(before));
        Read<ReplicationLink> merged = new LinkMerge(reader).merge(link, tree(change));
        return texts(FieldChange.between(link, ((Read.Valid<ReplicationLink>) merged).value()));
    }

    private static List<String> texts(List<FieldChange> changes) {
        return changes.stream()
                .map(change -> change.pointer() + ' ' + change.before() + " -> " + change.after())
                .toList();
    }

    private ReplicationLink link(ObjectNode document) {
        return ((Read.Valid<ReplicationLink>) reader.read(document)).value();
    }

    private static ObjectNode tree(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ((Read.Valid<ObjectNode>) JsonText.document(bytes)).value();
    }
}
