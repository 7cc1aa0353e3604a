package io.streambus.bridge.http.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.http.partition.StandstillEnd.Way;
import io.streambus.bridge.observe.PartitionState;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.standstill.SkipOffset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StandstillEndTest {

    private static final PartitionState REFUSED =
            state("there", "my-topic", 3, "Record at offset 41 would be refused. " + SkipOffset.sentence(42) + '.');
    private static final PartitionState WITHOUT_EXIT =
            state("there", "other", 0, "A transform takes the header streambus.provenance away.");
    private static final PartitionState RUNNING = state("back", "my-topic", 3, null);

    private static final List<PartitionState> ALL = List.of(REFUSED, WITHOUT_EXIT, RUNNING);

    private static PartitionState state(String flow, String topic, int partition, String error) {
        return state(flow, topic, partition, error, Standing.CLOSED);
    }

    private static PartitionState state(String flow, String topic, int partition, String error, Standing standing) {
        PartitionCheckpoint checkpoint = new PartitionCheckpoint(
                41,
                41,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Counters.NONE,
                OptionalLong.empty(),
                OptionalLong.empty(),
                1,
                standing,
                false,
                OptionalLong.empty(),
                Optional.empty());
        return new PartitionState(
                flow,
                "a",
                "b",
                topic,
                partition,
                error == null ? checkpoint : checkpoint.standingStill(error, 1),
                OptionalLong.empty());
    }

    @Test
    void skipping_goes_on_where_the_standstill_says() {
        StandstillEnd end = StandstillEnd.of("my-topic-3", Optional.empty(), Way.SKIP, ALL);

        assertThat(end.next()).isEqualTo(42);
        assertThat(new String(end.body("l"), StandardCharsets.UTF_8))
                .isEqualTo("{\"link_id\":\"l\",\"flow\":\"there\",\"source_cluster_id\":\"a\",\"topic\":\"my-topic\","
                        + "\"partition\":3,\"action\":\"skip\",\"stood_at\":41,\"next_source_offset\":42}");
    }

    @Test
    void restarting_goes_on_at_the_beginning_whatever_stops_the_partition() {
        assertThat(StandstillEnd.of("other-0", Optional.empty(), Way.RESTART, ALL)
                        .next())
                .isZero();
    }

    @Test
    void a_standstill_that_skipping_does_not_end_says_so() {
        assertThatThrownBy(() -> StandstillEnd.of("other-0", Optional.empty(), Way.SKIP, ALL))
                .hasMessage("skipping does not end the standstill of partition other-0: A transform takes the header"
                        + " streambus.provenance away. POST …/restart copies the partition from its beginning");
    }

    @Test
    void a_record_is_not_skipped_while_earlier_ones_may_be_in_flight() {
        PartitionState inFlight = state(
                "there",
                "my-topic",
                3,
                "Record at offset 41 would be refused. " + SkipOffset.sentence(42) + '.',
                Standing.RUNNING);

        assertThatThrownBy(() -> StandstillEnd.of("my-topic-3", Optional.empty(), Way.SKIP, List.of(inFlight)))
                .hasMessageContaining("from offset 41 on may still have been in flight");
    }

    @Test
    void what_does_not_stand_still_is_left_alone() {
        assertThatThrownBy(() -> StandstillEnd.of("my-topic-3", Optional.of("back"), Way.RESTART, ALL))
                .hasMessageContaining("partition my-topic-3 of flow back does not stand still, and goes on by itself at"
                        + " offset 41");
    }

    @Test
    void of_several_flows_one_is_named() {
        List<PartitionState> both = List.of(REFUSED, state("back", "my-topic", 3, "x"));

        assertThatThrownBy(() -> StandstillEnd.of("my-topic-3", Optional.empty(), Way.SKIP, both))
                .hasMessage(
                        "query parameter flow must name one of the flows that have a partition my-topic-3: there, back");
        assertThat(StandstillEnd.of("my-topic-3", Optional.of("there"), Way.SKIP, both)
                        .state())
                .isEqualTo(REFUSED);
    }

    @Test
    void what_is_no_partition_or_not_there_is_told_apart() {
        assertThatThrownBy(() -> StandstillEnd.of("my-topic", Optional.empty(), Way.SKIP, ALL))
                .hasMessageContaining("must name a partition as TOPIC-NUMBER");
        assertThatThrownBy(() -> StandstillEnd.of("my-topic-4", Optional.empty(), Way.SKIP, ALL))
                .hasMessageContaining("no checkpoint of partition my-topic-4");
    }
}
