package io.streambus.connect.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OffsetRunTest {

    private static final OffsetRun RUN = new OffsetRun(100, 500, 10, true);

    @Test
    void aLaterSightingOfTheSameRunReplacesIt() {
        assertThat(RUN.joined(new OffsetRun(100, 500, 25, true))).contains(new OffsetRun(100, 500, 25, true));
        assertThat(RUN.joined(new OffsetRun(104, 504, 2, true))).contains(RUN);
    }

    @Test
    void aRunThatFollowsWithoutAGapOnEitherSideContinuesIt() {
        assertThat(RUN.joined(new OffsetRun(110, 510, 5, true))).contains(new OffsetRun(100, 500, 15, true));
        // Where there is no room nothing can hide.
        assertThat(RUN.joined(new OffsetRun(110, 510, 5, false))).contains(new OffsetRun(100, 500, 15, true));
    }

    @Test
    void aGapOnEitherSideBeginsAnotherRun() {
        assertThat(RUN.joined(new OffsetRun(111, 510, 5, true))).isEmpty();
        assertThat(RUN.joined(new OffsetRun(110, 511, 5, true))).isEmpty();
        // The same distance, but a record and its copy are left out.
        assertThat(RUN.joined(new OffsetRun(111, 511, 5, true))).isEmpty();
    }

    @Test
    void theRestOfARunFollowsUponWhatWasCutOff() {
        assertThat(RUN.afterSeam().fromTarget(504)).isEqualTo(new OffsetRun(104, 504, 6, true));
        assertThat(RUN.fromTarget(500)).isSameAs(RUN);
    }

    @Test
    void impossibleRunsAreRefused() {
        assertThatThrownBy(() -> new OffsetRun(-1, 0, 1, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OffsetRun(0, 0, -1, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length -1");
        assertThatThrownBy(() -> new OffsetRun(5, 0, Long.MAX_VALUE - 4, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
