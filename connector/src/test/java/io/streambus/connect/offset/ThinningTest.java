package io.streambus.connect.offset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThinningTest {

    @Test
    void theRunsThatLeaveTheNarrowestSeamsGoFirst() {
        List<OffsetRun> runs = List.of(
                new OffsetRun(0, 0, 5, true),
                new OffsetRun(10, 5, 1000, true),
                new OffsetRun(2000, 1005, 2, true),
                new OffsetRun(3000, 1007, 5, true));

        assertThat(Thinning.thin(runs, 3))
                .containsExactly(
                        new OffsetRun(0, 0, 5, true),
                        new OffsetRun(10, 5, 1000, true),
                        new OffsetRun(3000, 1007, 5, false));
    }

    @Test
    void aListIsThinnedToTheNumberAskedForAndKeepsItsEnds() {
        List<OffsetRun> runs = new ArrayList<>();
        for (long i = 0; i < 512; i++) {
            runs.add(new OffsetRun(i * 2, i, 1, true));
        }

        List<OffsetRun> thinned = Thinning.thin(runs, 100);

        assertThat(thinned).hasSize(100);
        assertThat(thinned.get(0)).isEqualTo(runs.get(0));
        assertThat(thinned.get(99)).isEqualTo(new OffsetRun(1022, 511, 1, false));
    }

    /** What was left out between a fall and a rise would make the source offsets of a seam go up and down. */
    @Test
    void aRunNextToAFallStays() {
        List<OffsetRun> runs = List.of(
                new OffsetRun(0, 0, 10, true), new OffsetRun(50, 10, 10, true), new OffsetRun(20, 20, 60, true));

        assertThat(Thinning.thin(runs, 2)).isEqualTo(runs);
    }
}
