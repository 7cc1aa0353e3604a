package io.streambus.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class CheckpointFormatTest {

    private static final PartitionCheckpoint FULL = new PartitionCheckpoint(
            48214,
            Optional.of(new Uuid(1, 2)),
            OptionalInt.of(7),
            OptionalLong.of(48000),
            48001,
            5_000_000_000L,
            12,
            3,
            1,
            OptionalLong.of(-1),
            OptionalLong.of(1_700_000_000_000L),
            1_700_000_000_001L,
            true,
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
    }

    @Test
    void aTaskCheckpointComesBackAsItWasWritten() {
        TaskCheckpoint task = new TaskCheckpoint(
                1, 2, 3, List.of("slow", "waiting"), OptionalLong.of(4), Optional.of("wrong password"));

        assertThat(CheckpointFormat.decodeTask(CheckpointFormat.encode(task))).contains(task);
    }

    @Test
    void keysComeBackAsTheyWereWritten() {
        CheckpointKey partition = new CheckpointKey.Partition("streambus.link-1", "orders", 3);
        CheckpointKey task = new CheckpointKey.Task("streambus.link-1", 2);

        assertThat(CheckpointFormat.decodeKey(CheckpointFormat.encode(partition)))
                .contains(partition);
        assertThat(CheckpointFormat.decodeKey(CheckpointFormat.encode(task))).contains(task);
    }

    /** Version 0 as it was first written: checkpoints on users' clusters have these bytes, whatever the code becomes. */
    @Test
    void theBytesOfVersion0StayWhatTheyAre() {
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(new CheckpointKey.Partition("f", "orders", 3))))
                .isEqualTo("0000" + "00" + "000166" + "00066f7264657273" + "00000003");
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(new CheckpointKey.Task("f", 2))))
                .isEqualTo("0000" + "01" + "000166" + "0000" + "00000002");
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(FULL)))
                .isEqualTo("0000" + "000000000000bc56" + "00000000000000010000000000000002" + "00000007"
                        + "000000000000bb80" + "000000000000bb81" + "000000012a05f200" + "000000000000000c"
                        + "0000000000000003" + "0000000000000001" + "01" + "ffffffffffffffff" + "0000018bcfe56800"
                        + "0000018bcfe56801" + "01" + "000c7374616e6473207374696c6c");
        assertThat(CheckpointFormat.decodeTask(HexFormat.of()
                        .parseHex("0000" + "0000000000000001" + "0000000000000002" + "00000003" + "00000001" + "000177"
                                + "ffff")))
                .contains(new TaskCheckpoint(1, 2, 3, List.of("w"), OptionalLong.empty(), Optional.empty()));
    }

    @Test
    void theBytesOfVersion1OfATaskStayWhatTheyAre() {
        assertThat(HexFormat.of()
                        .formatHex(CheckpointFormat.encode(
                                new TaskCheckpoint(1, 2, 3, List.of("w"), OptionalLong.of(4), Optional.empty()))))
                .isEqualTo("0001" + "0000000000000001" + "0000000000000002" + "00000003" + "00000001" + "000177"
                        + "0000000000000004" + "ffff");
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
    }
}
