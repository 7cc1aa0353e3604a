package io.streambus.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.checkpoint.Claim.Claimant;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.throttle.Demand;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointFormatTest {

    private static final TargetPosition TARGET = new TargetPosition(
            "east.orders", Optional.of(new Uuid(3, 4)), 47900, OptionalLong.of(48100), OptionalLong.of(48000));
    private static final PartitionCheckpoint FULL = new PartitionCheckpoint(
            48214,
            48220,
            Optional.of(new Uuid(1, 2)),
            OptionalInt.of(7),
            Optional.of(TARGET),
            new Counters(48001, 5_000_000_000L, 12, 3, 1, 6, 5, 4, 0),
            OptionalLong.of(-1),
            OptionalLong.of(1_700_000_000_000L),
            1_700_000_000_001L,
            Standing.DECIDED,
            true,
            OptionalLong.of(48213),
            Optional.of("stands still"));

    @Test
    void aPartitionCheckpointComesBackAsItWasWritten() {
        assertThat(CheckpointFormat.decodePartition(CheckpointFormat.encode(FULL)))
                .contains(FULL);
    }

    @Test
    void whatIsAbsentComesBackAbsent() {
        PartitionCheckpoint empty = PartitionCheckpoint.startingAt(0, 1);

        assertThat(CheckpointFormat.decodePartition(CheckpointFormat.encode(empty)))
                .contains(empty);
        PartitionCheckpoint begun = new PartitionCheckpoint(
                0,
                0,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(
                        new TargetPosition("orders", Optional.empty(), 0, OptionalLong.empty(), OptionalLong.empty())),
                Counters.NONE,
                OptionalLong.empty(),
                OptionalLong.empty(),
                1,
                Standing.RUNNING,
                false,
                OptionalLong.empty(),
                Optional.empty());
        assertThat(CheckpointFormat.decodePartition(CheckpointFormat.encode(begun)))
                .contains(begun);
    }

    @ParameterizedTest
    @EnumSource(Standing.class)
    void everyStandingComesBack(Standing standing) {
        PartitionCheckpoint checkpoint = new PartitionCheckpoint(
                1,
                1,
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

        assertThat(CheckpointFormat.decodePartition(CheckpointFormat.encode(checkpoint)))
                .contains(checkpoint);
    }

    @ParameterizedTest
    @EnumSource(Claimant.class)
    void everyClaimComesBack(Claimant claimant) {
        Claim claim = claimant == Claimant.TASK ? Claim.ofTask(2, 4, 7) : Claim.of(claimant, 7);
        CheckpointKey key = new CheckpointKey.Claiming("streambus.link-1", claimant, claim.task());

        assertThat(CheckpointFormat.decodeClaim(CheckpointFormat.encode(claim))).contains(claim);
        assertThat(CheckpointFormat.decodeKey(CheckpointFormat.encode(key))).contains(key);
    }

    @Test
    void aTaskCheckpointComesBackAsItWasWritten() {
        TaskCheckpoint task = new TaskCheckpoint(
                1,
                2,
                3,
                List.of("slow", "waiting"),
                OptionalLong.of(4),
                Optional.empty(),
                Optional.of("wrong password"));

        assertThat(CheckpointFormat.decodeTask(CheckpointFormat.encode(task))).contains(task);
    }

    @Test
    void whatATaskNeedsOfTheRateComesBack() {
        TaskCheckpoint task = new TaskCheckpoint(
                1, 2, 3, List.of(), OptionalLong.empty(), Optional.of(new Demand(0, true)), Optional.empty());

        assertThat(CheckpointFormat.decodeTask(CheckpointFormat.encode(task))).contains(task);
    }

    @Test
    void keysComeBackAsTheyWereWritten() {
        CheckpointKey partition = new CheckpointKey.Partition("streambus.link-1", "orders", 3, 5_000_000_000L);
        CheckpointKey task = new CheckpointKey.Task("streambus.link-1", 2, 5_000_000_000L);

        assertThat(CheckpointFormat.decodeKey(CheckpointFormat.encode(partition)))
                .contains(partition);
        assertThat(CheckpointFormat.decodeKey(CheckpointFormat.encode(task))).contains(task);
    }

    /** Version 0 as it was first written: checkpoints on users' clusters have these bytes, whatever the code becomes. */
    @Test
    void theBytesOfVersion0StayWhatTheyAre() {
        assertThat(hex(new CheckpointKey.Partition("f", "orders", 3, 17)))
                .isEqualTo("0000" + "00" + "000166" + "00066f7264657273" + "00000003" + "0000000000000011");
        assertThat(hex(new CheckpointKey.Task("f", 2, 17)))
                .isEqualTo("0000" + "01" + "000166" + "0000" + "00000002" + "0000000000000011");
        assertThat(hex(new CheckpointKey.Claiming("f", Claimant.TASK, 2)))
                .isEqualTo("0000" + "03" + "000166" + "0000" + "00000002" + "00");
        assertThat(hex(new CheckpointKey.Claiming("f", Claimant.ALTERATION, 0)))
                .isEqualTo("0000" + "03" + "000166" + "0000" + "00000000" + "01");
        assertThat(hex(new CheckpointKey.Claiming("f", Claimant.ERASURE, 0)))
                .isEqualTo("0000" + "03" + "000166" + "0000" + "00000000" + "02");
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(Claim.ofTask(2, 4, 7))))
                .isEqualTo("0000" + "00" + "00000002" + "00000004" + "0000000000000007");
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(Claim.of(Claimant.ERASURE, 7))))
                .isEqualTo("0000" + "02" + "00000000" + "00000000" + "0000000000000007");
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(FULL)))
                .isEqualTo("0000" + "000000000000bc56" + "000000000000bc5c" + "00000000000000010000000000000002"
                        + "00000007"
                        // Where the copies stand.
                        + "000b656173742e6f7264657273" + "00000000000000030000000000000004" + "000000000000bb1c"
                        + "000000000000bbe4" + "000000000000bb80"
                        // The counters.
                        + "000000000000bb81" + "000000012a05f200" + "000000000000000c" + "0000000000000003"
                        + "0000000000000001" + "0000000000000006" + "0000000000000005" + "0000000000000004"
                        + "01" + "ffffffffffffffff" + "0000018bcfe56800" + "0000018bcfe56801" + "02" + "01"
                        + "000000000000bc55" + "000c7374616e6473207374696c6c");
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(PartitionCheckpoint.startingAt(5, 1))))
                .isEqualTo("0000" + "0000000000000005" + "0000000000000005" + "00000000000000000000000000000000"
                        + "ffffffff"
                        + "ffff" + "00000000000000000000000000000000" + "ffffffffffffffff" + "ffffffffffffffff"
                        + "ffffffffffffffff"
                        + "0000000000000000".repeat(8)
                        + "00" + "ffffffffffffffff" + "ffffffffffffffff" + "0000000000000001" + "00" + "00"
                        + "ffffffffffffffff" + "ffff");
        assertThat(CheckpointFormat.decodeTask(HexFormat.of()
                        .parseHex("0000" + "0000000000000001" + "0000000000000002" + "00000003" + "00000001" + "000177"
                                + "ffff")))
                .contains(new TaskCheckpoint(
                        1, 2, 3, List.of("w"), OptionalLong.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void theBytesOfATaskStayWhatTheyAre() {
        TaskCheckpoint throttled = new TaskCheckpoint(
                1, 2, 3, List.of("w"), OptionalLong.of(4), Optional.of(new Demand(5, true)), Optional.empty());
        TaskCheckpoint unbounded =
                new TaskCheckpoint(1, 2, 3, List.of("w"), OptionalLong.of(4), Optional.empty(), Optional.empty());

        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(throttled)))
                .isEqualTo("0002" + "0000000000000001" + "0000000000000002" + "00000003" + "00000001" + "000177"
                        + "0000000000000004" + "0000000000000005" + "01" + "ffff");
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(unbounded)))
                .isEqualTo("0002" + "0000000000000001" + "0000000000000002" + "00000003" + "00000001" + "000177"
                        + "0000000000000004" + "ffffffffffffffff" + "00" + "ffff");
        assertThat(CheckpointFormat.decodeTask(HexFormat.of()
                        .parseHex("0001" + "0000000000000001" + "0000000000000002" + "00000003" + "00000001" + "000177"
                                + "0000000000000004" + "ffff")))
                .contains(unbounded);
    }

    @Test
    void theBytesOfVersion1OfAPartitionAreThoseOfVersion0WithTheEchoes() {
        PartitionCheckpoint echoed = FULL.withCounters(FULL.counters().plus(new Counters(0, 0, 0, 0, 0, 0, 0, 0, 258)));
        String hex = HexFormat.of().formatHex(CheckpointFormat.encode(echoed));

        assertThat(hex)
                .isEqualTo("0001"
                        + HexFormat.of()
                                .formatHex(CheckpointFormat.encode(FULL))
                                .substring(4) + "0000000000000102");
        assertThat(CheckpointFormat.decodePartition(CheckpointFormat.encode(echoed)))
                .contains(echoed);
    }

    @Test
    void anEntryOfALaterVersionIsPassedOver() {
        byte[] later = CheckpointFormat.encode(FULL);
        later[1] = 9;

        assertThat(CheckpointFormat.decodePartition(later)).isEmpty();
        assertThat(CheckpointFormat.decodeKey(new byte[] {0, 9, 1, 2, 3})).isEmpty();
    }

    @Test
    void bytesThatAreNoCheckpointAreRefused() {
        assertThatThrownBy(() -> CheckpointFormat.decodePartition(new byte[] {0, 0, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("these 3 bytes are no checkpoint");
        assertThatThrownBy(() -> CheckpointFormat.decodeKey(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CheckpointFormat.decodeClaim(
                        new byte[] {0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("claimant");
    }

    /** Readers and writers of any version must look in the same partition. */
    @Test
    void aFlowHasOnePartitionWhichStaysTheSame() {
        assertThat(CheckpointFormat.partitionOf("streambus.link-1.us-west.to.us-east", CheckpointFormat.PARTITIONS))
                .isEqualTo(3);
        assertThat(CheckpointFormat.partitionOf("anything", 1)).isZero();
        // Its hash is negative.
        assertThat(CheckpointFormat.partitionOf("polygenelubricants", 8)).isZero();
    }

    private static String hex(CheckpointKey key) {
        return HexFormat.of().formatHex(CheckpointFormat.encode(key));
    }
}
