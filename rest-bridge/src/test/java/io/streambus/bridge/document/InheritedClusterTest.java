package io.streambus.bridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.plan.LinkCompiler;
import io.streambus.bridge.registry.FakeClusterDirectory;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.secrets.SecretPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Links that name registered clusters. */
class InheritedClusterTest {

    private final FakeClusterDirectory registry = new FakeClusterDirectory()
            .with(registered("us-west-1", "west:9092", Optional.of("west")))
            .with(registered("us-east-1", "east:9092", Optional.empty()));
    private final LinkReader reader = new LinkReader(() -> "l", SecretPolicy.refused(), registry);

    @Test
    void a_cluster_that_is_named_by_its_id_alone_is_reached_as_it_is_registered() {
        ReplicationLink link = link("{'cluster_id': 'us-west-1'}");

        assertThat(source(link).brokers()).containsExactly("west:9092");
        assertThat(source(link).security().tls()).isTrue();
        assertThat(source(link).inherited().connectCluster()).contains("west");
        assertThat(LinkCompiler.compile(link).get(0).copying().config())
                .containsEntry("source.cluster.alias", "us-west-1")
                .containsEntry("source.cluster.bootstrap.servers", "west:9092")
                .containsEntry("source.cluster.security.protocol", "SASL_SSL");
    }

    @Test
    void what_is_inherited_is_not_written_back() {
        ReplicationLink link = link("{'cluster_id': 'us-west-1', 'request_timeout': '7s'}");

        ObjectNode written = LinkWriter.complete().write(link);

        assertThat(written.path("source_cluster").has("brokers")).isFalse();
        assertThat(written.path("source_cluster").has("security")).isFalse();
        assertThat(written.at("/source_cluster/request_timeout").asText()).isEqualTo("7s");
        assertThat(reader.read(written)).isEqualTo(new Read.Valid<>(link));
    }

    @Test
    void a_change_of_the_registry_reaches_the_link() {
        ReplicationLink link = link("{'cluster_id': 'us-west-1', 'request_timeout': '7s'}");
        registry.with(registered("us-west-1", "west-2:9092", Optional.empty()));

        ReplicationLink resolved = registry.resolve(link);

        assertThat(source(resolved).brokers()).containsExactly("west-2:9092");
        assertThat(source(resolved).requestTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(source(resolved).inherited().connectCluster()).isEmpty();
        assertThat(LinkWriter.complete().write(resolved))
                .isEqualTo(LinkWriter.complete().write(link));
    }

    @Test
    void brokers_of_its_own_win_and_go_without_the_secrets_of_the_registry() {
        ReplicationLink link = link("{'cluster_id': 'us-west-1', 'brokers': ['elsewhere:1']}");
        registry.with(registered("us-west-1", "west-2:9092", Optional.empty()));

        assertThat(source(link).brokers()).containsExactly("elsewhere:1");
        assertThat(source(link).security()).isEqualTo(Security.NONE);
        assertThat(source(registry.resolve(link)).brokers()).containsExactly("elsewhere:1");
        assertThat(LinkWriter.complete()
                        .write(link)
                        .at("/source_cluster/brokers/0")
                        .asText())
                .isEqualTo("elsewhere:1");
    }

    @Test
    void security_of_its_own_wins_even_if_it_is_none() {
        ReplicationLink none = link("{'cluster_id': 'us-west-1', 'security': {}}");
        ReplicationLink other = link("{'cluster_id': 'us-west-1', 'security': {'sasl_mechanism': 'PLAIN',"
                + " 'sasl_username': 'l', 'sasl_password': '${file:/s:l}'}}");

        assertThat(source(none).brokers()).containsExactly("west:9092");
        assertThat(source(none).security()).isEqualTo(Security.NONE);
        assertThat(reader.read(LinkWriter.complete().write(none))).isEqualTo(new Read.Valid<>(none));
        assertThat(source(registry.resolve(none)).security()).isEqualTo(Security.NONE);
        assertThat(source(other).security().sasl().orElseThrow().username()).contains("l");
        assertThat(reader.read(LinkWriter.complete().write(other))).isEqualTo(new Read.Valid<>(other));
    }

    @Test
    void an_id_that_is_not_registered_needs_brokers_and_is_told_what_is_near() {
        assertThat(faults("{'cluster_id': 'us-wset-1'}"))
                .containsExactly(new Fault(
                        "/source_cluster/brokers",
                        "is required, as no cluster \"us-wset-1\" is registered; did you mean \"us-west-1\"?"
                                + " (POST /api/v1/clusters registers one)"));
        assertThat(faults("{'cluster_id': 'mars'}").get(0).message())
                .contains("is registered, only us-east-1, us-west-1 (POST");
    }

    @Test
    void a_stored_link_whose_cluster_is_gone_is_still_a_link() {
        ObjectNode stored = LinkWriter.complete().write(link("{'cluster_id': 'us-west-1'}"));

        Read<ReplicationLink> read = new LinkReader(() -> "", SecretPolicy.asStored()).read(stored);

        ReplicationLink link = ((Read.Valid<ReplicationLink>) read).value();
        assertThat(source(link).brokers()).isEmpty();
        assertThat(registry.resolve(link)).isEqualTo(link("{'cluster_id': 'us-west-1'}"));
    }

    @Test
    void an_update_can_take_over_from_the_registry_and_leave_it() {
        LinkMerge merge = new LinkMerge(reader);
        ReplicationLink own = link("{'cluster_id': 'us-west-1', 'brokers': ['elsewhere:1']}");

        ReplicationLink inheriting = valid(merge.merge(own, tree("{'source_cluster': {'brokers': null}}")));
        assertThat(source(inheriting).brokers()).containsExactly("west:9092");
        ReplicationLink again =
                valid(merge.merge(inheriting, tree("{'source_cluster': {'brokers': ['elsewhere:1']}}")));

        assertThat(again).isEqualTo(own);
    }

    @Test
    void a_secret_of_the_link_is_not_carried_to_the_brokers_of_the_registry() {
        String own = "'security': {'sasl_mechanism': 'PLAIN', 'sasl_username': 'l', 'sasl_password': '${file:/s:l}'}";
        ReplicationLink link = link("{'cluster_id': 'us-west-1', 'brokers': ['elsewhere:1'], " + own + "}");

        Read<ReplicationLink> read = new LinkMerge(reader).merge(link, tree("{'source_cluster': {'brokers': null}}"));

        assertThat(((Read.Invalid<ReplicationLink>) read).faults())
                .extracting(Fault::pointer)
                .containsExactly("/source_cluster/security/sasl_password");
    }

    @Test
    void clusters_of_every_type_of_link_can_be_registered_ones() {
        for (String clusters : List.of(
                "'type': 'star', 'target_cluster': {'cluster_id': 'us-west-1'},"
                        + " 'spokes': [{'cluster_id': 'us-east-1', 'direction': 'both'}]",
                "'type': 'mesh', 'clusters': [{'cluster_id': 'us-west-1'}, {'cluster_id': 'us-east-1'}]",
                "'type': 'active-active', 'source_cluster': {'cluster_id': 'us-west-1'},"
                        + " 'target_cluster': {'cluster_id': 'us-east-1'}")) {
            ReplicationLink link = valid(reader.read(tree("{'name': 'n', 'topics': ['a'], " + clusters + "}")));
            registry.with(registered("us-east-1", "east-2:9092", Optional.empty()));

            assertThat(registry.resolve(link).topology().clusters())
                    .extracting(LinkedCluster::brokers)
                    .containsExactlyInAnyOrder(List.of("west:9092"), List.of("east-2:9092"));
            assertThat(registry.resolve(link).topology().arrows())
                    .hasSameSizeAs(link.topology().arrows());
        }
    }

    private ReplicationLink link(String source) {
        return valid(reader.read(document(source)));
    }

    private List<Fault> faults(String source) {
        return ((Read.Invalid<ReplicationLink>) reader.read(document(source))).faults();
    }

    private static ObjectNode document(String source) {
        return tree("{'name': 'n', 'type': 'active-passive', 'topics': ['a'], 'source_cluster': " + source
                + ", 'target_cluster': {'cluster_id': 'us-east-1'}}");
    }

    private static LinkedCluster source(ReplicationLink link) {
        return link.topology().clusters().get(0);
    }

    private static RegisteredCluster registered(String id, String broker, Optional<String> connectCluster) {
        ObjectNode document = tree(
                "{'cluster_id': '" + id + "', 'brokers': ['" + broker + "'], 'security': {"
                        + "'enable_tls': true, 'sasl_mechanism': 'PLAIN', 'sasl_username': 'u', 'sasl_password': '${file:/s:w}'}}");
        connectCluster.ifPresent(name -> document.put("connect_cluster", name));
        return valid(RegisteredClusterReader.asStored().read(document));
    }

    private static <T> T valid(Read<T> read) {
        assertThat(read).isInstanceOf(Read.Valid.class);
        return ((Read.Valid<T>) read).value();
    }

    private static ObjectNode tree(String json) {
        return valid(JsonText.object(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
