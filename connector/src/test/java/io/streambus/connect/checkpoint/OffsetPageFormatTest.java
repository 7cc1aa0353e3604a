package io.streambus.connect.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class OffsetPageFormatTest {

    private static final OffsetPage PAGE = new OffsetPage(
            Optional.of(new Uuid(1, 2)),
            3,
            500,
            List.of(
                    new OffsetRun(1000, 500, 10, true),
                    new OffsetRun(1012, 510, 300, true),
                    new OffsetRun(900, 900, 0, true),
                    new OffsetRun(905, 905, 7, false)));

    /** Version 0 as it was first written: pages on users' clusters have these bytes, whatever the code becomes. */
    @Test
    void theBytesOfVersion0StayWhatTheyAre() {
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(new CheckpointKey.Offsets("f", "orders", 3, 5))))
                .isEqualTo("0000" + "02" + "000166" + "00066f7264657273" + "00000003" + "00000005");
        assertThat(HexFormat.of().formatHex(CheckpointFormat.encode(PAGE)))
                .isEqualTo("0000" + "00000000000000010000000000000002" + "00000003" + "00000000000001f4" + "00000004"
                        + "00000010" + "d00f" + "00" + "2a" + "04" + "00" + "b209" + "b706" + "b401" + "02" + "0a"
                        + "0a"
                        + "1c");
    }

    @Test
    void whatIsWrittenComesBack() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            OffsetPage page = random(random, 1 + random.nextInt(256));
            assertThat(CheckpointFormat.decodeOffsets(CheckpointFormat.encode(page)))
                    .contains(page);
        }
        CheckpointKey key = new CheckpointKey.Offsets("streambus.link-1", "orders", 3, 11);
        assertThat(CheckpointFormat.decodeKey(CheckpointFormat.encode(key))).contains(key);
    }

    @Test
    void theGreatestOffsetsComeBack() {
        OffsetPage page = new OffsetPage(
                Optional.empty(), 0, 0, List.of(new OffsetRun(Long.MAX_VALUE - 1, Long.MAX_VALUE - 1, 1, false)));

        assertThat(CheckpointFormat.decodeOffsets(CheckpointFormat.encode(page)))
                .contains(page);
    }

    /** Every second record filtered: the worst that a page is filled with from day to day. */
    @Test
    void aFullPageOfAFilteredTopicTakesLessThanAKilobyte() {
        List<OffsetRun> runs = new ArrayList<>();
        for (long i = 0; i < 256; i++) {
            runs.add(new OffsetRun(7_000_000_000L + 2 * i, 3_000_000_000L + i, 1, true));
        }

        assertThat(CheckpointFormat.encode(new OffsetPage(Optional.empty(), 0, 2_900_000_000L, runs)))
                .hasSizeLessThan(1024);
    }

    @Test
    void aPageOfALaterVersionIsPassedOver() {
        byte[] later = CheckpointFormat.encode(PAGE);
        later[1] = 9;

        assertThat(CheckpointFormat.decodeOffsets(later)).isEmpty();
    }

    /** A reader of before would see such a key: it begins as all keys do. */
    @Test
    void aKeyOfALaterKindIsPassedOver() {
        byte[] later = CheckpointFormat.encode(new CheckpointKey.Offsets("f", "orders", 3, 5));
        later[2] = 77;

        assertThat(CheckpointFormat.decodeKey(later)).isEmpty();
    }

    @Test
    void bytesThatAreNoPageAreRefusedAndNothingElseHappens() {
        byte[] whole = CheckpointFormat.encode(PAGE);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CheckpointFormat.decodeOffsets(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("are no checkpoint");
        }
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] changed = whole.clone();
            changed[2 + random.nextInt(changed.length - 2)] = (byte) random.nextInt();
            try {
                CheckpointFormat.decodeOffsets(changed);
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static OffsetPage random(Random random, int size) {
        long coversFrom = random.nextInt(1_000_000);
        long target = coversFrom;
        List<OffsetRun> runs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            target += random.nextInt(5);
            OffsetRun run = new OffsetRun(
                    random.nextLong() >>> (1 + random.nextInt(62)) >>> 1,
                    target,
                    random.nextInt(1_000),
                    random.nextBoolean());
            runs.add(run);
            target = run.targetEnd();
        }
        return new OffsetPage(
                random.nextBoolean() ? Optional.of(Uuid.randomUuid()) : Optional.empty(),
                random.nextInt(3),
                coversFrom,
                runs);
    }
}
