package io.streambus.bridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.secrets.SecretPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegisteredClusterReaderTest {

    /** Stands for any way of keeping: shows what was asked. */
    private static final SecretPolicy MARKED = (place, value) -> value.startsWith("${kept:")
            ? value
            : "${kept:" + place.linkId() + '/' + place.clusterId() + '=' + value + '}';

    private static final String SECURED = """
            {'cluster_id': 'us-west-1', 'name': 'West', 'region': 'us-west', 'brokers': ['w1:9092', 'w2:9092'],
             'security': {'enable_tls': true, 'sasl_mechanism': 'PLAIN', 'sasl_username': 'u', 'sasl_password': 'tiger'},
             'connect_cluster': 'west'}""";

    private final RegisteredClusterReader reader = new RegisteredClusterReader(MARKED, Set.of("west", "east"));

    @Test
    void id_and_brokers_are_enough() {
        RegisteredCluster cluster = valid(reader.read(tree("{'cluster_id': 'a', 'brokers': ['a:1']}")));

        assertThat(cluster.name()).isEqualTo("a");
        assertThat(cluster.region()).isEmpty();
        assertThat(cluster.security()).isEqualTo(Security.NONE);
        assertThat(cluster.connectCluster()).isEmpty();
    }

    @Test
    void all_faults_are_told_at_once() {
        Read<RegisteredCluster> read = reader.read(tree("""
                {'cluster_id': 'a b', 'name': ' ', 'regoin': 'x', 'brokers': ['a'], 'connect_cluster': 'wset',
                 'security': {'sasl_username': 'u'}}"""));

        assertThat(((Read.Invalid<RegisteredCluster>) read).faults())
                .extracting(Fault::pointer)
                .containsExactly(
                        "/cluster_id",
                        "/name",
                        "/brokers/0",
                        "/security/sasl_mechanism",
                        "/connect_cluster",
                        "/regoin");
        assertThat(((Read.Invalid<RegisteredCluster>) read).faults().get(4).message())
                .contains("one of [east, west], found \"wset\"");
    }

    @Test
    void secrets_are_kept_under_a_name_that_no_link_has_and_never_shown() {
        RegisteredCluster cluster = valid(reader.read(tree(SECURED)));

        assertThat(cluster.security()
                        .sasl()
                        .orElseThrow()
                        .password()
                        .orElseThrow()
                        .text())
                .isEqualTo("${kept:/clusters/us-west-1=tiger}");
        assertThat(LinkWriter.masked().write(cluster).toString())
                .doesNotContain("tiger")
                .contains("***");
    }

    @Test
    void what_is_stored_reads_back_as_the_same_cluster_even_if_its_connect_cluster_is_gone() {
        RegisteredCluster cluster = valid(reader.read(tree(SECURED)));

        assertThat(RegisteredClusterReader.asStored().read(LinkWriter.complete().write(cluster)))
                .isEqualTo(new Read.Valid<>(cluster));
    }

    @Test
    void a_whole_answer_that_is_put_back_changes_nothing() {
        RegisteredCluster cluster = valid(reader.read(tree(SECURED)));
        ObjectNode answer = LinkWriter.masked().write(cluster);
        answer.put("version", 3)
                .put("created_at", "now")
                .put("kafka_cluster_id", "k")
                .putArray("links");

        assertThat(reader.merge(cluster, answer)).isEqualTo(new Read.Valid<>(cluster));
    }

    @Test
    void given_fields_replace_and_null_takes_away() {
        RegisteredCluster cluster = valid(reader.read(tree(SECURED)));

        RegisteredCluster merged = valid(
                reader.merge(cluster, tree("{'region': null, 'connect_cluster': 'east', 'brokers': ['w2:9092']}")));

        assertThat(merged.region()).isEmpty();
        assertThat(merged.connectCluster()).contains("east");
        assertThat(merged.brokers()).containsExactly("w2:9092");
        assertThat(merged.security()).isEqualTo(cluster.security());
    }

    @Test
    void a_secret_is_not_carried_to_where_it_was_not_given_for() {
        RegisteredCluster cluster = valid(reader.read(tree(SECURED)));

        for (String change : List.of(
                "{'brokers': ['evil:1']}",
                "{'security': {'enable_tls': false}}",
                "{'security': {'tls_skip_verify': true, 'sasl_password': '***'}}")) {
            Read<RegisteredCluster> read = reader.merge(cluster, tree(change));

            assertThat(((Read.Invalid<RegisteredCluster>) read).faults())
                    .extracting(Fault::pointer)
                    .containsExactly("/security/sasl_password");
        }
        assertThat(valid(reader.merge(cluster, tree("{'brokers': ['new:1'], 'security': {'sasl_password': 'tiger'}}")))
                        .brokers())
                .containsExactly("new:1");
    }

    @Test
    void the_id_stays() {
        RegisteredCluster cluster = valid(reader.read(tree("{'cluster_id': 'a', 'brokers': ['a:1']}")));

        assertThat(((Read.Invalid<RegisteredCluster>) reader.merge(cluster, tree("{'cluster_id': 'b'}"))).faults())
                .extracting(Fault::pointer)
                .containsExactly("/cluster_id");
    }

    private static <T> T valid(Read<T> read) {
        assertThat(read).isInstanceOf(Read.Valid.class);
        return ((Read.Valid<T>) read).value();
    }

    private static ObjectNode tree(String json) {
        return valid(JsonText.object(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
