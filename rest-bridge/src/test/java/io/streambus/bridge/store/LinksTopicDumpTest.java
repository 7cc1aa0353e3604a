package io.streambus.bridge.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkWriter;
import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.FlowId;
import io.streambus.bridge.registry.ClusterDirectory;
import io.streambus.bridge.store.StoredLink.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * A links topic as the bridge wrote it before flows had states of their own: all entries of six links, dumped from a running bridge, and what its API
 * answered to GET of each at that moment. Both are kept as they were.
 */
class LinksTopicDumpTest {

    private static final TopicPartition PARTITION = new TopicPartition("links", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private long end;

    @Test
    void every_link_of_an_older_bridge_is_there_as_its_api_told() throws IOException {
        dump().forEach(this::holds);
        ObjectNode answers = (ObjectNode) new ObjectMapper().readTree(resource("links-topic-v1-answers.json"));

        try (LinksTable table = open()) {
            assertThat(table.unreadable()).isEmpty();
            Map<String, StoredLink> links = new TreeMap<>();
            table.all().forEach(link -> links.put(link.id(), link));
            assertThat(links.keySet()).isEqualTo(fieldNames(answers));
            links.forEach((id, link) -> assertSame(link, answers.get(id)));
            assertThat(table.leader()).isPresent();
        }
    }

    private static void assertSame(StoredLink link, JsonNode answer) {
        ObjectNode document = LinkWriter.masked().write(link.link());
        assertThat(document.properties())
                .as("document of %s", link.id())
                .allSatisfy(field -> assertThat(field.getValue().toString())
                        .isEqualTo(answer.path(field.getKey()).toString()));
        assertThat(link.status().word()).isEqualTo(answer.path("status").asText());
        assertThat(link.revision()).isEqualTo(answer.path("version").asLong());
        assertThat(link.createdAt()).isEqualTo(answer.path("created_at").asText());
        assertThat(link.phase()).isEqualTo(Phase.CREATED);
        DesiredState state = switch (link.id()) {
            case "running" -> DesiredState.RUNNING;
            case "paused" -> DesiredState.PAUSED;
            default -> DesiredState.STOPPED;
        };
        assertThat(link.flows().values()).as("flows of %s", link.id()).containsOnly(state);
        assertThat(link.locations()).hasSameSizeAs(link.flows());
        assertThat(link.members().epoch()).isZero();
    }

    @Test
    void flows_have_the_clusters_that_their_link_had() throws IOException {
        dump().forEach(this::holds);

        try (LinksTable table = open()) {
            assertThat(find(table, "star").flows().keySet())
                    .containsExactly(new FlowId("hub", "s2"), new FlowId("s1", "hub"), new FlowId("s2", "hub"));
            assertThat(find(table, "mesh").flows()).hasSize(6);
            assertThat(find(table, "running").members().activeSide()).isEqualTo("us-west-1");
        }
    }

    /** Of later bridges, and a link that a rule of today refuses. */
    @Test
    void unknown_kinds_pass_and_a_refused_document_is_kept_with_its_fault() throws IOException {
        holds(new String[] {"@event/running/1", "{\"version\":1,\"what\":\"else\"}"});
        for (String[] entry : dump()) {
            holds(
                    entry[0].equals("secret")
                            ? new String[] {
                                entry[0],
                                entry[1].replace("\"brokers\":[\"127.0.0.1:17000\"]", "\"brokers\":[\"127.0.0.1\"]")
                            }
                            : entry);
        }
        holds(new String[] {"@route/running", "not even JSON"});

        try (LinksTable table = open()) {
            assertThat(table.all()).hasSize(5);
            assertThat(table.unreadable()).singleElement().satisfies(link -> {
                assertThat(link.id()).isEqualTo("secret");
                assertThat(link.mendable()).isTrue();
                assertThat(link.faults())
                        .extracting(fault -> fault.pointer())
                        .containsExactly("/source_cluster/brokers/0");
                assertThat(link.status()).isEqualTo("stopped");
                assertThat(link.connectors()).containsExactly("streambus.secret.sec-1.to.us-east-1");
            });
        }
    }

    @Test
    void a_mended_document_makes_the_link_what_it_was() throws IOException {
        dump().forEach(this::holds);
        StoredLink whole;
        try (LinksTable table = open()) {
            whole = find(table, "running");
        }
        String entry = dump().stream()
                .filter(each -> each[0].equals("running"))
                .reduce((first, last) -> last)
                .orElseThrow()[1];
        Entries<StoredLink> links = Entries.unmarked(bytes -> StoredLinkFormat.decode(bytes, ClusterDirectory.empty()));
        links.accept(
                "running",
                entry.replace("\"max_messages\":100", "\"max_messages\":0").getBytes(UTF_8));
        UnreadableLink unreadable = UnreadableLink.of(links.unreadable().get(0));

        assertThat(unreadable.mended(whole.link()))
                .isEqualTo(new io.streambus.bridge.json.Read.Valid<>(whole.updatedTo(whole.link())));
    }

    @Test
    void a_link_of_a_later_version_is_kept_and_not_for_mending() {
        holds(new String[] {"l", "{\"version\":3,\"document\":{\"id\":\"l\"}}"});

        try (LinksTable table = open()) {
            assertThat(table.unreadable()).singleElement().satisfies(link -> {
                assertThat(link.mendable()).isFalse();
                assertThat(link.reason()).contains("its version is 3");
            });
        }
    }

    private static StoredLink find(LinksTable table, String id) {
        return table.all().stream()
                .filter(link -> link.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> fieldNames(ObjectNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String[]> dump() throws IOException {
        List<String[]> entries = new ArrayList<>();
        for (String line : resource("links-topic-v1.tsv").lines().toList()) {
            entries.add(line.split("\t", 2));
        }
        assertThat(entries).hasSizeGreaterThan(15);
        return entries;
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = LinksTopicDumpTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    private void holds(String[] entry) {
        long offset = end++;
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                PARTITION.topic(), PARTITION.partition(), offset, entry[0].getBytes(UTF_8), entry[1].getBytes(UTF_8))));
    }

    private LinksTable open() {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        return LinksTable.open(PARTITION, consumer);
    }
}
