package io.streambus.connect.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OffsetSetTest {

    @Test
    void whatIsMissingIsWhatWasNotAdded() {
        OffsetSet set = new OffsetSet();
        set.add(10, 20);
        set.add(30, 40);

        assertThat(set.missing(5, 45))
                .containsExactly(new OffsetSet.Range(5, 10), new OffsetSet.Range(20, 30), new OffsetSet.Range(40, 45));
        assertThat(set.missing(12, 18)).isEmpty();
        assertThat(set.missing(18, 12)).isEmpty();
        assertThat(set.firstMissing(12)).isEqualTo(20);
        assertThat(set.firstMissing(20)).isEqualTo(20);
    }

    @Test
    void itHoldsWhatABitSetHolds() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            OffsetSet set = new OffsetSet();
            BitSet model = new BitSet();
            for (int i = 0; i < 12; i++) {
                int from = random.nextInt(60);
                int to = from + 1 + random.nextInt(12);
                set.add(from, to);
                model.set(from, to);
            }
            List<Long> missing = new ArrayList<>();
            set.missing(3, 70).forEach(range -> {
                for (long offset = range.from(); offset < range.to(); offset++) {
                    missing.add(offset);
                }
            });
            List<Long> expected = new ArrayList<>();
            for (int offset = model.nextClearBit(3); offset < 70; offset = model.nextClearBit(offset + 1)) {
                expected.add((long) offset);
            }
            assertThat(missing).isEqualTo(expected);
        }
    }
}
