package io.streambus.bridge.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.FlowId;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.registry.ClusterDirectory;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredLinkFormatTest {

    /** An entry as version 1 writes it: never changed once released, later bridges must read it. */
    private static final String GOLDEN_V1 = """
            {"version":1,"wish":"running","revision":3,"applied_revision":2,"created_at":"2024-01-15T10:00:00Z",\
            "started_at":"2024-01-15T10:05:00.250Z","status":{"word":"failed","since":"2024-01-15T11:00:00Z","reason":"task 0: no rights"},\
            "document":{"id":"link-1","name":"n","type":"active-passive",\
            "source_cluster":{"cluster_id":"a","brokers":["a:1"],"security":{"sasl_mechanism":"PLAIN","sasl_username":"u","sasl_password":"${file:/s:p}"}},\
            "target_cluster":{"cluster_id":"b","brokers":["b:1"]},"topics":["orders"]}}""";

    @Test
    void an_entry_of_version_1_is_read() throws UnreadableEntryException {
        StoredLink stored = StoredLinkFormat.decode(GOLDEN_V1.getBytes(UTF_8), ClusterDirectory.empty());

        assertThat(stored.id()).isEqualTo("link-1");
        assertThat(stored.desired()).isEqualTo(DesiredState.RUNNING);
        assertThat(stored.status())
                .isEqualTo(new LinkStatus.Failed(Instant.parse("2024-01-15T11:00:00Z"), "task 0: no rights"));
        assertThat(stored.revision()).isEqualTo(3);
        assertThat(stored.appliedRevision()).isEqualTo(2);
        assertThat(stored.startedAt()).isEqualTo(Optional.of(Instant.parse("2024-01-15T10:05:00.250Z")));
        assertThat(stored.link().topics().names()).containsExactly("orders");
    }

    @Test
    void what_is_written_reads_back_the_same_secret_references_included() throws UnreadableEntryException {
        StoredLink stored = StoredLinkFormat.decode(GOLDEN_V1.getBytes(UTF_8), ClusterDirectory.empty());

        byte[] written = StoredLinkFormat.encode(stored);

        assertThat(StoredLinkFormat.decode(written, ClusterDirectory.empty())).isEqualTo(stored);
        assertThat(new String(written, UTF_8)).contains("${file:/s:p}");
    }

    @Test
    void where_flows_run_is_kept_and_is_open_in_what_older_bridges_wrote() throws UnreadableEntryException {
        StoredLink older = StoredLinkFormat.decode(GOLDEN_V1.getBytes(UTF_8), ClusterDirectory.empty());
        assertThat(older.locations()).isEmpty();

        StoredLink placed = older.locatedAt(Map.of("streambus.link-1.a.to.b", "west"));

        assertThat(StoredLinkFormat.decode(StoredLinkFormat.encode(placed), ClusterDirectory.empty()))
                .isEqualTo(placed);
    }

    /** S→T stopped and T→S running is a normal state of an active-passive link. */
    @Test
    void flows_have_states_of_their_own_and_the_link_an_active_side() throws UnreadableEntryException {
        StoredLink fresh = StoredLinkFormat.decode(GOLDEN_V1.getBytes(UTF_8), ClusterDirectory.empty());
        FlowId there = new FlowId("a", "b");
        StoredLink turned = fresh.desiring(there, DesiredState.STOPPED)
                .desiring(there.reversed(), DesiredState.RUNNING)
                .activated("b");

        StoredLink read = StoredLinkFormat.decode(StoredLinkFormat.encode(turned), ClusterDirectory.empty());

        assertThat(read).isEqualTo(turned);
        assertThat(read.members().epoch()).isEqualTo(1);
        assertThat(read.allFlows())
                .extracting(flow -> flow.name())
                .containsExactly("streambus.link-1.a.to.b", "streambus.link-1.b.to.a");
        assertThat(read.desired()).isEqualTo(DesiredState.RUNNING);
        assertThat(read.desiring(DesiredState.PAUSED).flows())
                .containsExactly(
                        Map.entry(there, DesiredState.STOPPED), Map.entry(there.reversed(), DesiredState.PAUSED));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"version\":1','\"version\":3',version is 3",
        "'\"running\"','\"flying\"',desired state \"flying\" is unknown",
        "'\"failed\"','\"flying\"',status is unknown",
        "'2024-01-15T10:00:00Z','yesterday',yesterday",
        "'\"revision\":3','\"revision\":1',do not fit together",
        "'\"brokers\":[\"a:1\"]','\"brokers\":[]',/source_cluster/brokers",
        "'{\"version\"','[{\"version\"',not valid JSON",
    })
    void an_entry_that_cannot_be_understood_is_refused_with_the_reason(String part, String instead, String reason) {
        byte[] entry = GOLDEN_V1
                .replaceFirst(java.util.regex.Pattern.quote(part), instead)
                .getBytes(UTF_8);

        assertThatThrownBy(() -> StoredLinkFormat.decode(entry, ClusterDirectory.empty()))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining(reason);
    }
}
