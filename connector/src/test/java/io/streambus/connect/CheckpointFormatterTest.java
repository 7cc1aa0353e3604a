package io.streambus.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.Claim.Claimant;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.connect.checkpoint.group.GroupFormat;
import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.GroupOutcome;
import io.streambus.connect.checkpoint.group.PassReport;
import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetRun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.MessageFormatter;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class CheckpointFormatterTest {

    private static final byte[] PARTITION =
            CheckpointFormat.encode(new CheckpointKey.Partition("link-1", "orders", 3, 11));
    private static final byte[] TASK = CheckpointFormat.encode(new CheckpointKey.Task("link-1", 2, 11));
    private static final byte[] OFFSETS = CheckpointFormat.encode(new CheckpointKey.Offsets("link-1", "orders", 3, 7));

    @Test
    void aPartitionsProgressIsOneLine() {
        PartitionCheckpoint checkpoint = new PartitionCheckpoint(
                48214,
                48220,
                Optional.of(new Uuid(1, 2)),
                OptionalInt.of(7),
                Optional.of(new TargetPosition(
                        "east.orders",
                        Optional.of(new Uuid(3, 4)),
                        47900,
                        OptionalLong.of(48100),
                        OptionalLong.of(48000))),
                new Counters(48001, 5_000, 12, 3, 1, 6, 5, 4, 2),
                OptionalLong.of(0),
                OptionalLong.empty(),
                1_700_000_000_000L,
                Standing.DECIDED,
                true,
                OptionalLong.of(48213),
                Optional.of("says \"no\"\nand no more"));

        assertThat(printed(PARTITION, CheckpointFormat.encode(checkpoint)))
                .isEqualTo("partition flow=link-1 source=orders-3 generation=11 next_source_offset=48214"
                        + " acknowledged_to=48220 target=east.orders last_target_offset=48000 target_floor=47900"
                        + " target_floor_source=48100 target_topic_id=AAAAAAAAAAMAAAAAAAAABA"
                        + " records=48001 bytes=5000 filtered=12 loops_dropped=3 errors=1"
                        + " reordered=6 repeated=5 carried=4 echoed=2"
                        + " last_record=1970-01-01T00:00:00Z written=2023-11-14T22:13:20Z"
                        + " topic_id=AAAAAAAAAAEAAAAAAAAAAg leader_epoch=7 standing=decided transactional=true"
                        + " ignored_connect_offset=48213 error=\"says 'no' and no more\"");
    }

    @Test
    void whatAPartitionHasNotIsLeftOut() {
        assertThat(printed(PARTITION, CheckpointFormat.encode(PartitionCheckpoint.startingAt(5, 0))))
                .isEqualTo("partition flow=link-1 source=orders-3 generation=11 next_source_offset=5"
                        + " records=0 bytes=0 filtered=0 loops_dropped=0 errors=0 reordered=0 repeated=0 carried=0"
                        + " echoed=0"
                        + " written=1970-01-01T00:00:00Z standing=running");
    }

    @Test
    void aClaimIsOneLine() {
        assertThat(printed(
                        CheckpointFormat.encode(new CheckpointKey.Claiming("link-1", Claimant.TASK, 2)),
                        CheckpointFormat.encode(Claim.ofTask(2, 4, 1_000))))
                .isEqualTo("claim flow=link-1 claimant=task task=2 tasks=4 written=1970-01-01T00:00:01Z");
        assertThat(printed(CheckpointFormat.encode(new CheckpointKey.Claiming("link-1", Claimant.ERASURE, 0)), null))
                .isEqualTo("claim flow=link-1 claimant=erasure task=0 removed");
    }

    @Test
    void aTasksLifeSignIsOneLine() {
        TaskCheckpoint checkpoint = new TaskCheckpoint(
                0, 1_000, 4, List.of("slow", "waits"), OptionalLong.of(900), Optional.empty(), Optional.empty());

        assertThat(printed(TASK, CheckpointFormat.encode(checkpoint)))
                .isEqualTo(
                        "task flow=link-1 task=2 generation=11 started=1970-01-01T00:00:00Z written=1970-01-01T00:00:01Z"
                                + " partitions=4 caught_up_as_of=1970-01-01T00:00:00.900Z warning=\"slow\" warning=\"waits\"");
    }

    @Test
    void aPageOfAnOffsetMapIsOneLine() {
        OffsetPage page = new OffsetPage(
                Optional.empty(), 1, 5, List.of(new OffsetRun(100, 5, 10, true), new OffsetRun(50, 20, 3, false)));

        assertThat(printed(OFFSETS, CheckpointFormat.encode(page)))
                .isEqualTo("offsets flow=link-1 source=orders-3 page=7 runs=2 seams=1 copies=13"
                        + " source_from=50 source_to=110 target_from=5 target_to=23 generation=1");
    }

    @Test
    void aTombstoneSaysWhatItRemoves() {
        assertThat(printed(OFFSETS, null)).isEqualTo("offsets flow=link-1 source=orders-3 page=7 removed");
        assertThat(printed(TASK, null)).isEqualTo("task flow=link-1 task=2 generation=11 removed");
    }

    @Test
    void whatCannotBeReadIsALineTooAndShowsNoContent() {
        assertThat(printed(PARTITION, new byte[] {0, 9, 1}))
                .isEqualTo("unreadable offset=streambus.checkpoints-0@17"
                        + " why=\"of a version or kind that this reader does not know\"");
        assertThat(printed(new byte[] {0, 9}, new byte[0])).contains("of a version or kind");
        assertThat(printed("secret".getBytes(UTF_8), new byte[0]))
                .startsWith("unreadable")
                .doesNotContain("secret");
        assertThat(printed(PARTITION, new byte[] {0, 0, 1})).contains("these 3 bytes are no checkpoint");
        assertThat(printed(null, new byte[] {1})).contains("it has no key");
    }

    @Test
    void aGroupIsOneLineAndSoIsAPassOverAll() {
        GroupOffset offset = new GroupOffset(
                GroupKind.SHARE,
                "east.orders",
                48213,
                OptionalLong.of(48000),
                OptionalLong.of(47990),
                OptionalLong.of(1_700_000_000_000L),
                new GroupOutcome.Pending("waits\nfor it"),
                1_700_000_001_000L);
        PassReport pass = new PassReport(
                1_700_000_000_000L, 1_700_000_001_000L, 7, 5, 4, 3, 2, List.of("careful"), Optional.empty());

        assertThat(printed(
                        CheckpointFormat.encode(new CheckpointKey.Group("link-1", "billing", "orders", 3)),
                        GroupFormat.encode(offset)))
                .isEqualTo("group flow=link-1 group=\"billing\" source=orders-3 kind=share source_offset=48213"
                        + " target=east.orders translated=48000 committed=47990 committed_at=2023-11-14T22:13:20Z"
                        + " outcome=pending reason=\"waits for it\" written=2023-11-14T22:13:21Z");
        assertThat(printed(CheckpointFormat.encode(new CheckpointKey.GroupPass("link-1")), GroupFormat.encode(pass)))
                .isEqualTo("group-pass flow=link-1 started=2023-11-14T22:13:20Z written=2023-11-14T22:13:21Z groups=7"
                        + " in_sync=5 pending=4 active=3 not_translatable=2 warning=\"careful\"");
    }

    private static String printed(byte[] key, byte[] value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MessageFormatter formatter = new CheckpointFormatter();
                PrintStream output = new PrintStream(bytes, true, UTF_8)) {
            formatter.writeTo(new ConsumerRecord<>(CheckpointFormat.TOPIC, 0, 17, key, value), output);
        }
        String text = bytes.toString(UTF_8);
        assertThat(text).endsWith(System.lineSeparator());
        assertThat(text.lines()).hasSize(1);
        return text.stripTrailing();
    }
}
