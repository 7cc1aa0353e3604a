package io.streambus.bridge.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.relation.Finding;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.PluginInfo;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which calls a conflict with other links stops, and that nothing is left of them. */
class LinkConflictTest {

    private static final Finding CONFLICT =
            new Finding(Finding.Kind.CONFLICT, "/topics", Set.of("other"), "links l and other both copy t");
    private static final Finding DOUBT = new Finding(Finding.Kind.DOUBT, "", Set.of(), "it cannot be told");

    private final FakeLinkStore store = new FakeLinkStore();
    private final FakeConnectRuntime connect = new FakeConnectRuntime(
            "c", List.of(FakePlugin.of("io.streambus.connect.StreamBusSourceConnector", PluginInfo.Type.SOURCE)));
    private volatile List<Finding> findings = List.of(DOUBT);
    private final LinkService links = LinkService.takeOver(
            store,
            ConnectClusters.only(connect, Clock.systemUTC()),
            new FlowProgress() {
                @Override
                public Optional<Instant> lastLifeSign(Flow flow) {
                    return Optional.of(Instant.now());
                }

                @Override
                public Optional<String> failedRecord(Flow flow) {
                    return Optional.empty();
                }

                @Override
                public void erase(Flow flow) {}
            },
            link -> findings,
            Clock.systemUTC());

    @AfterEach
    void close() {
        links.close();
    }

    @Test
    void a_link_in_conflict_is_not_created() {
        findings = List.of(CONFLICT, DOUBT);

        assertThatThrownBy(() -> links.create(link("one")).get())
                .cause()
                .isInstanceOf(LinkException.Conflicting.class)
                .hasMessage("link l cannot be kept or run like this: links l and other both copy t")
                .satisfies(e -> assertThat(((LinkException.Conflicting) e).faults())
                        .containsExactly(new Fault("/topics", "links l and other both copy t")));
        assertThat(store.writes()).isEmpty();
        assertThat(connect.connectors()).isEmpty();
        assertThat(links.find("l")).isEmpty();
    }

    @Test
    void a_link_that_has_come_into_conflict_is_neither_changed_nor_started_until_it_is_out_of_it() throws Exception {
        links.create(link("one")).get();
        List<String> written = store.writes();
        findings = List.of(CONFLICT);

        assertThatThrownBy(() -> links.act("l", LinkAction.START).get())
                .hasCauseInstanceOf(LinkException.Conflicting.class);
        assertThatThrownBy(() -> links.update("l", OptionalLong.empty(), link -> new Read.Valid<>(link("two")))
                        .get())
                .hasCauseInstanceOf(LinkException.Conflicting.class);
        assertThat(links.preview("l", OptionalLong.empty(), link -> new Read.Valid<>(link("two")))
                        .get()
                        .faults())
                .containsExactly(new Fault("/topics", CONFLICT.sentence()));
        assertThat(store.writes()).isEqualTo(written);
        assertThat(links.find("l").orElseThrow().status().word()).isEqualTo("stopped");

        findings = List.of(DOUBT);
        assertThat(links.act("l", LinkAction.START).get().status().running()).isTrue();
        findings = List.of(CONFLICT);
        assertThat(links.act("l", LinkAction.START).get().status().running())
                .as("it runs already")
                .isTrue();
        links.act("l", LinkAction.PAUSE).get();
        assertThat(links.reconciled("l", Duration.ofSeconds(10)).get().status().word())
                .isEqualTo("paused");
        assertThatThrownBy(() -> links.act("l", LinkAction.RESUME).get())
                .hasCauseInstanceOf(LinkException.Conflicting.class);
        links.act("l", LinkAction.STOP).get();
    }

    private static ReplicationLink link(String name) {
        ObjectNode document = ((Read.Valid<ObjectNode>)
                        JsonText.object("""
                {"id": "l", "name": "%s", "type": "active-passive", "topics": ["t"],
                 "source_cluster": {"cluster_id": "a", "brokers": ["a:1"]},
                 "target_cluster": {"cluster_id": "b", "brokers": ["b:1"]}}""".formatted(name).getBytes(StandardCharsets.UTF_8)))
                .value();
        return ((Read.Valid<ReplicationLink>) new LinkReader(() -> "l").read(document)).value();
    }
}
