package io.streambus.bridge.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.LinkType;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.ReplicationLink.Mode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyReaderTest {

    private static final String HUB = "\"target_cluster\": {\"cluster_id\": \"hub\", \"brokers\": [\"h:1\"]}";
    private static final String MESH = "{\"name\": \"m\", \"type\": \"mesh\", \"clusters\": [%s]}";

    private final LinkReader reader = new LinkReader(() -> "l");

    @ParameterizedTest(name = "a spoke that is to {1}, the hub as {0}")
    @CsvSource({
        "target_cluster, , s>hub, aggregate",
        "source_cluster, , hub>s, distribute",
        "target_cluster, distribute, hub>s, distribute",
        "source_cluster, aggregate, s>hub, aggregate",
        "target_cluster, both, s>hub hub>s, both",
    })
    void theDirectionOfASpokeDependsOnWhichEndTheHubIs(String end, String direction, String arrows, String answered) {
        ReplicationLink link = valid("{\"name\": \"n\", \"type\": \"hub-spoke\", "
                + HUB.replace("target_cluster", end)
                + ", \"spokes\": [{\"cluster_id\": \"s\", \"brokers\": [\"s:1\"]"
                + (direction == null ? "" : ", \"direction\": \"" + direction + '"')
                + "}]}");

        assertThat(link.type()).isEqualTo(LinkType.STAR);
        assertThat(arrows(link)).containsExactly(arrows.split(" "));
        ObjectNode answer = LinkWriter.masked().write(link);
        assertThat(answer.path("type").asText()).isEqualTo("star");
        assertThat(answer.at("/spokes/0/direction").asText()).isEqualTo(answered);
        assertThat(reader.read(answer)).isEqualTo(new Read.Valid<>(link));
    }

    @Test
    void aMeshGoesFromEachClusterToEachOther() {
        ReplicationLink link = valid(MESH.formatted(cluster("a") + ',' + cluster("b") + ',' + cluster("c")));

        assertThat(arrows(link)).containsExactly("a>b", "a>c", "b>a", "b>c", "c>a", "c>b");
        assertThat(reader.read(LinkWriter.complete().write(link))).isEqualTo(new Read.Valid<>(link));
    }

    @Test
    void theModeIsKept() {
        ReplicationLink link = valid(
                MESH.formatted(cluster("a") + ',' + cluster("b")).replace("\"type\"", "\"mode\": \"push\", \"type\""));

        assertThat(link.mode()).isEqualTo(Mode.PUSH);
        assertThat(LinkWriter.masked().write(link).path("mode").asText()).isEqualTo("push");
    }

    @Test
    void allFaultsOfAStarAreFoundAtOnce() {
        assertThat(faults("{\"name\": \"n\", \"type\": \"star\", " + HUB + ", " + HUB.replace("target", "source")
                        + ", \"spokes\": [{\"cluster_id\": \"hub\", \"brokers\": [\"s:1\"]}, 7, {\"cluster_id\": \"s\","
                        + " \"brokers\": [\"s\"], \"direction\": \"up\"}], \"clusters\": []}"))
                .containsExactly(
                        "/source_cluster",
                        "/spokes/1",
                        "/spokes/0/cluster_id",
                        "/spokes/2/direction",
                        "/spokes/2/brokers/0",
                        "/clusters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': 'n', 'type': 'star'} | /source_cluster /spokes",
                "{'name': 'n', 'type': 'star', 'spokes': []} | /source_cluster /spokes",
                "{'name': 'n', 'type': 'mesh'} | /clusters",
                "{'name': 'n', 'type': 'mesh', 'clusters': [{'cluster_id': 'a', 'brokers': ['a:1']}]} | /clusters",
                "{'name': 'n', 'type': 'ring', 'clusters': [{'cluster_id': 'a'}]} | /type /clusters/0/brokers",
                "{'name': 'n', 'type': 'ring'} | /type /source_cluster /target_cluster",
            })
    void whatIsMissingIsNamed(String document, String pointers) {
        assertThat(faults(document.replace('\'', '"'))).containsExactly(pointers.split(" "));
    }

    @Test
    void aClusterIdStandsOnceInALink() {
        Read.Invalid<ReplicationLink> read = (Read.Invalid<ReplicationLink>)
                reader.read(tree(MESH.formatted(cluster("a") + ',' + cluster("b") + ',' + cluster("a"))));

        assertThat(read.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo("/clusters/2/cluster_id");
            assertThat(fault.message()).contains("\"a\"", "/clusters/0/cluster_id");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mesh", "star"})
    void aPrefixForAPatternIsRefusedWhereCopiesGoBack(String type) {
        String clusters = type.equals("mesh")
                ? "\"clusters\": [" + cluster("a") + ',' + cluster("b") + ']'
                : HUB + ", \"spokes\": [" + cluster("a").replace("{", "{\"direction\": \"both\", ") + ']';

        assertThat(faults("{\"name\": \"n\", \"type\": \"" + type + "\", \"topic_prefix\": \"p.\", " + clusters + '}'))
                .containsExactly("/topic_prefix");
    }

    @Test
    void aStarsClustersCanBeChangedButNotExchanged() {
        ReplicationLink star = valid("{\"name\": \"n\", \"type\": \"star\", " + HUB + ", \"spokes\": [" + secured("a")
                + ',' + secured("b") + "]}");
        LinkMerge merge = new LinkMerge(reader);

        ObjectNode answer = LinkWriter.masked().write(star);
        assertThat(answer.toString()).doesNotContain("/s:");
        assertThat(merge.merge(star, answer)).isEqualTo(new Read.Valid<>(star));

        // In another order, changed: the mask stands for the secret of the cluster it stands with.
        Read<ReplicationLink> moved = merge.merge(
                star,
                tree("{\"spokes\": [" + secured("b").replace("${file:/s:b}", "***") + ','
                        + secured("a")
                                .replace("\"brokers\"", "\"max_retries\": 77, \"brokers\"")
                                .replace("${file:/s:a}", "***")
                        + "]}"));
        assertThat(LinkWriter.complete()
                        .write(((Read.Valid<ReplicationLink>) moved).value())
                        .path("spokes")
                        .toString())
                .contains("77", "${file:/s:a}", "${file:/s:b}");

        // To another broker a secret goes only if it is sent again.
        String elsewhere = secured("b") + ',' + secured("a").replace("a:1", "evil:1");
        assertThat(merge.merge(star, tree("{\"spokes\": [" + elsewhere + "]}"))).isInstanceOf(Read.Valid.class);
        assertThat(((Read.Invalid<ReplicationLink>) merge.merge(
                                star, tree("{\"spokes\": [" + elsewhere.replace("${file:/s:a}", "***") + "]}")))
                        .faults())
                .extracting(Fault::pointer)
                .containsExactly("/spokes/1/security/sasl_password");

        for (String spokes : List.of(secured("a"), secured("a") + ',' + secured("c"))) {
            Read<ReplicationLink> refused = merge.merge(star, tree("{\"spokes\": [" + spokes + "]}"));
            assertThat(((Read.Invalid<ReplicationLink>) refused).faults())
                    .extracting(Fault::pointer)
                    .containsExactly("/spokes");
        }
    }

    @Test
    void aMeshsSecretsStayWithTheirBrokers() {
        ReplicationLink mesh = valid(MESH.formatted(secured("a") + ',' + secured("b")));
        String changed = secured("b").replace("b:1", "a:1").replace("${file:/s:b}", "***");

        assertThat(((Read.Invalid<ReplicationLink>) new LinkMerge(reader)
                                .merge(mesh, tree("{\"clusters\": [" + changed + ',' + secured("a") + "]}")))
                        .faults())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.pointer()).isEqualTo("/clusters/0/security/sasl_password");
                    assertThat(fault.message()).contains("send it again", "brokers");
                });
    }

    private static String cluster(String id) {
        return "{\"cluster_id\": \"" + id + "\", \"brokers\": [\"" + id + ":1\"]}";
    }

    private static String secured(String id) {
        return cluster(id)
                .replace(
                        "}",
                        ", \"security\": {\"sasl_mechanism\": \"PLAIN\", \"sasl_username\": \"u\", \"sasl_password\":"
                                + " \"${file:/s:" + id + "}\"}}");
    }

    private static List<String> arrows(ReplicationLink link) {
        return link.topology().arrows().stream()
                .map(arrow -> arrow.source().clusterId() + '>' + arrow.target().clusterId())
                .toList();
    }

    private ReplicationLink valid(String json) {
        Read<ReplicationLink> read = reader.read(tree(json));
        assertThat(read).isInstanceOf(Read.Valid.class);
        return ((Read.Valid<ReplicationLink>) read).value();
    }

    private List<String> faults(String json) {
        return ((Read.Invalid<ReplicationLink>) reader.read(tree(json)))
                .faults().stream().map(Fault::pointer).toList();
    }

    private static ObjectNode tree(String json) {
        return ((Read.Valid<ObjectNode>) JsonText.object(json.getBytes(StandardCharsets.UTF_8))).value();
    }
}
