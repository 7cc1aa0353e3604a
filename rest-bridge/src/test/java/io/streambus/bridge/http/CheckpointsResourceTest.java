package io.streambus.bridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.observe.PartitionState;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CheckpointsResourceTest {

    private static final PartitionCheckpoint FULL = checkpoint(
            43,
            50,
            Optional.of(
                    new TargetPosition("east.orders", Optional.empty(), 5, OptionalLong.empty(), OptionalLong.of(9))),
            Optional.of("stands still"));

    @Test
    void a_checkpoint_tells_where_the_copies_stand_and_what_was_odd_about_them() {
        JsonNode node = written(FULL);

        assertThat(node.path("next_source_offset").asLong()).isEqualTo(43);
        assertThat(node.path("acknowledged_to").asLong()).isEqualTo(50);
        assertThat(node.path("target_topic").asText()).isEqualTo("east.orders");
        assertThat(node.path("last_target_offset").asLong()).isEqualTo(9);
        assertThat(node.path("messages_replicated").asLong()).isEqualTo(1);
        assertThat(node.path("bytes_replicated").asLong()).isEqualTo(2);
        assertThat(node.path("messages_filtered").asLong()).isEqualTo(3);
        assertThat(node.path("loops_dropped").asLong()).isEqualTo(4);
        assertThat(node.path("errors").asLong()).isEqualTo(5);
        assertThat(node.path("reordered_records").asLong()).isEqualTo(6);
        assertThat(node.path("repeated_records").asLong()).isEqualTo(7);
        assertThat(node.path("carried_headers").asLong()).isEqualTo(8);
        assertThat(node.path("echoed_records").asLong()).isEqualTo(9);
    }

    @Test
    void what_is_acknowledged_is_told_only_where_there_may_be_a_hole() {
        JsonNode node = written(checkpoint(43, 43, Optional.empty(), Optional.empty()));

        assertThat(node.has("acknowledged_to")).isFalse();
        assertThat(node.has("target_topic")).isFalse();
        assertThat(node.has("last_target_offset")).isFalse();
    }

    @Test
    void all_fields_are_described_and_those_that_are_always_there_are_required() throws IOException {
        JsonNode described =
                new ObjectMapper().readTree(new OpenApiResource().get()).at("/components/schemas/Checkpoint");
        List<String> required = new ArrayList<>();
        described.path("required").forEach(name -> required.add(name.asText()));

        assertThat(described.path("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(names(written(FULL)));
        assertThat(names(written(checkpoint(43, 43, Optional.empty(), Optional.empty()))))
                .containsAll(required);
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode written(PartitionCheckpoint checkpoint) {
        ObjectNode node = JsonText.newObject();
        CheckpointsResource.write(
                node, new PartitionState("f", "west", "east", "orders", 0, checkpoint, checkpoint.caughtUpAtMs()));
        return node;
    }

    private static PartitionCheckpoint checkpoint(
            long next, long acknowledgedTo, Optional<TargetPosition> target, Optional<String> error) {
        return new PartitionCheckpoint(
                next,
                acknowledgedTo,
                Optional.empty(),
                OptionalInt.empty(),
                target,
                new Counters(1, 2, 3, 4, 5, 6, 7, 8, 9),
                OptionalLong.of(1_000),
                OptionalLong.of(2_000),
                3_000,
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                error);
    }
}
