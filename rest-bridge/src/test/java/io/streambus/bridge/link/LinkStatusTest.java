package io.streambus.bridge.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LinkStatusTest {

    private static final Instant THEN = Instant.ofEpochSecond(1_000);
    private static final Instant NOW = Instant.ofEpochSecond(2_000);

    static List<LinkStatus> statuses() {
        return List.of(
                new LinkStatus.Stopped(THEN),
                new LinkStatus.Initializing(THEN),
                new LinkStatus.Active(THEN),
                new LinkStatus.Paused(THEN),
                new LinkStatus.Failed(THEN, "why"));
    }

    @ParameterizedTest
    @CsvSource({
        "stopped,START,initializing",
        "stopped,STOP,there",
        "stopped,PAUSE,no",
        "stopped,RESUME,no",
        "initializing,START,there",
        "initializing,STOP,stopped",
        "initializing,PAUSE,paused",
        "initializing,RESUME,there",
        "active,START,there",
        "active,STOP,stopped",
        "active,PAUSE,paused",
        "active,RESUME,there",
        "paused,START,no",
        "paused,STOP,stopped",
        "paused,PAUSE,there",
        "paused,RESUME,initializing",
        "failed,START,initializing",
        "failed,STOP,stopped",
        "failed,PAUSE,no",
        "failed,RESUME,no",
    })
    void every_call_leads_where_the_life_cycle_says(String from, LinkAction action, String to) {
        LinkStatus status = statuses().stream()
                .filter(each -> each.word().equals(from))
                .findFirst()
                .orElseThrow();

        LinkStatus.Move move = status.on(action, NOW);

        String led = move instanceof LinkStatus.MovesTo moves
                ? moves.status().word()
                : move instanceof LinkStatus.AlreadyThere ? "there" : "no";
        assertThat(led).isEqualTo(to);
        if (move instanceof LinkStatus.MovesTo moves) {
            assertThat(moves.status().since()).isEqualTo(NOW);
        }
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void exactly_the_moves_that_change_something_are_allowed(LinkStatus status) {
        Set<LinkAction> moving = EnumSet.noneOf(LinkAction.class);
        for (LinkAction action : LinkAction.values()) {
            if (status.on(action, NOW) instanceof LinkStatus.MovesTo) {
                moving.add(action);
            }
        }

        Set<LinkAction> allowed = EnumSet.copyOf(status.allowedActions());
        allowed.removeAll(EnumSet.of(LinkAction.UPDATE, LinkAction.DELETE));
        assertThat(allowed).isEqualTo(moving);
    }

    @ParameterizedTest
    @CsvSource({
        "stopped,true,true",
        "initializing,false,false",
        "active,false,false",
        "paused,true,false",
        "failed,false,false"
    })
    void updates_need_rest_and_deletion_needs_a_stop(String word, boolean update, boolean delete) {
        LinkStatus status = statuses().stream()
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow();

        assertThat(status.allowedActions().contains(LinkAction.UPDATE)).isEqualTo(update);
        assertThat(status.allowedActions().contains(LinkAction.DELETE)).isEqualTo(delete);
    }
}
