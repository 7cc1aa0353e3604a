package io.streambus.connect.tombstone;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TombstoneWatchTest {

    private static final TopicPartition USERS = new TopicPartition("users", 0);
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = 24 * HOUR;
    /** 2026-01-01T00:00:00Z */
    private static final long START = 1_767_225_600_000L;

    private final Map<TopicPartition, PartitionCheckpoint> stored = new HashMap<>();
    private final List<TaskCheckpoint> lifeSigns = new ArrayList<>();
    private final List<Set<String>> asked = new ArrayList<>();
    private CompletableFuture<Map<String, Duration>> answer =
            CompletableFuture.completedFuture(Map.of("users", Duration.ofDays(1)));
    private TombstoneWatch watch;

    private List<String> look(PartitionCheckpoint checkpoint, long nowMs) {
        return look(Map.of(USERS, checkpoint), nowMs);
    }

    /** What is asked in one round is told in the next. */
    private List<String> look(Map<TopicPartition, PartitionCheckpoint> checkpoints, long nowMs) {
        if (watch == null) {
            watch = new TombstoneWatch(stored, lifeSigns, topics -> {
                asked.add(topics);
                return answer;
            });
        }
        watch.look(checkpoints, nowMs);
        return watch.look(checkpoints, nowMs);
    }

    @Test
    void a_flow_that_was_stopped_for_longer_than_tombstones_are_kept_says_which_topic_and_what_to_do() {
        stored.put(USERS, caughtUp(START));

        assertThat(look(caughtUp(START + DAY + HOUR), START + DAY + HOUR))
                .containsExactly(
                        "Deletions in topic users may be missing on the target: the source keeps its tombstones for 86400000 ms (delete.retention.ms), and"
                                + " 1 of its partitions (0) were not read to their end for longer than that after 2026-01-01T00:00:00Z. Keys that were"
                                + " deleted then may live on in the target. To be rid of them, stop the flow, delete the topic on the target, reset the"
                                + " connector's offsets of it, and start the flow: it copies the topic anew. A delete.retention.ms above the longest rest"
                                + " prevents it.");
    }

    @Test
    void one_that_was_stopped_for_less_says_nothing() {
        stored.put(USERS, caughtUp(START));

        assertThat(look(caughtUp(START + DAY), START + DAY)).isEmpty();
        assertThat(asked).containsExactly(Set.of("users"));
    }

    @Test
    void one_that_was_paused_is_found_out_by_its_own_rounds_and_told_for_as_long_as_the_task_lives() {
        assertThat(look(caughtUp(START), START)).isEmpty();

        long resumed = START + 2 * DAY;
        assertThat(look(caughtUp(START), resumed)).hasSize(1);
        assertThat(look(caughtUp(resumed + 5_000), resumed + 5_000)).hasSize(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void one_that_is_behind_but_reads_young_records_says_nothing() {
        PartitionCheckpoint never = checkpoint(OptionalLong.empty(), OptionalLong.empty(), START);
        look(never, START);
        for (long now = START; now < START + 3 * DAY; now += HOUR) {
            assertThat(look(checkpoint(OptionalLong.empty(), OptionalLong.of(now - HOUR / 2), now), now))
                    .isEmpty();
        }
    }

    @Test
    void a_first_copy_that_takes_longer_than_tombstones_are_kept_is_told() {
        long old = START - 400 * DAY;
        look(checkpoint(OptionalLong.empty(), OptionalLong.of(old), START), START);

        assertThat(look(checkpoint(OptionalLong.empty(), OptionalLong.of(old), START), START + DAY))
                .isEmpty();
        assertThat(look(checkpoint(OptionalLong.empty(), OptionalLong.of(old), START), START + DAY + 1))
                .hasSize(1);
    }

    @Test
    void a_quiet_partition_that_its_task_vouched_for_says_nothing() {
        stored.put(USERS, caughtUp(START));
        lifeSigns.add(lifeSign(START - HOUR, START + 9 * DAY));
        // Of a task that has just been started beside this one: it knows nothing of the time before.
        lifeSigns.add(lifeSign(START + 9 * DAY + 5, START + 9 * DAY + 9));

        assertThat(look(caughtUp(START + 9 * DAY + HOUR), START + 9 * DAY + HOUR))
                .isEmpty();
    }

    @Test
    void a_task_that_began_later_vouches_for_nothing_before_it() {
        stored.put(USERS, caughtUp(START));
        lifeSigns.add(lifeSign(START + 8 * DAY, START + 9 * DAY));

        assertThat(look(caughtUp(START + 9 * DAY), START + 9 * DAY)).hasSize(1);
    }

    @Test
    void all_partitions_of_a_topic_are_one_sentence() {
        Map<TopicPartition, PartitionCheckpoint> many = new HashMap<>();
        for (int partition = 0; partition < 7; partition++) {
            stored.put(new TopicPartition("users", partition), caughtUp(START + partition));
            many.put(new TopicPartition("users", partition), caughtUp(START + 2 * DAY));
        }

        assertThat(look(many, START + 2 * DAY))
                .singleElement()
                .asString()
                .contains("7 of its partitions (0, 1, 2, 3, 4, …) were", "after 2026-01-01T00:00:00Z");
    }

    @Test
    void a_source_that_does_not_say_is_asked_again() {
        stored.put(USERS, caughtUp(START));
        CompletableFuture<Map<String, Duration>> sound = answer;
        answer = CompletableFuture.failedFuture(new IllegalStateException("away"));
        assertThat(look(caughtUp(START + 2 * DAY), START + 2 * DAY)).isEmpty();

        answer = sound;
        assertThat(look(caughtUp(START + 2 * DAY), START + 2 * DAY)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"compact,3600000", "'compact,delete',3600000", "delete,", "'',"})
    void a_topic_that_is_not_compacted_keeps_them(String policy, Long ms) {
        Config settings = new Config(
                List.of(new ConfigEntry("cleanup.policy", policy), new ConfigEntry("delete.retention.ms", "3600000")));

        assertThat(TombstoneRetention.kept(settings))
                .isEqualTo(ms == null ? TombstoneRetention.FOR_EVER : Duration.ofMillis(ms));
    }

    private static TaskCheckpoint lifeSign(long startedAtMs, long writtenAtMs) {
        return new TaskCheckpoint(
                startedAtMs,
                writtenAtMs,
                1,
                List.of(),
                OptionalLong.of(writtenAtMs),
                Optional.empty(),
                Optional.empty());
    }

    private static PartitionCheckpoint caughtUp(long ms) {
        return checkpoint(OptionalLong.of(ms), OptionalLong.empty(), ms);
    }

    private static PartitionCheckpoint checkpoint(OptionalLong caughtUp, OptionalLong lastRecord, long writtenAtMs) {
        return new PartitionCheckpoint(
                100,
                100,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Counters.NONE,
                lastRecord,
                caughtUp,
                writtenAtMs,
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                Optional.empty());
    }
}
