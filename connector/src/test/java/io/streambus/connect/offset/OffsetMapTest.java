package io.streambus.connect.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.connect.offset.Translation.After;
import io.streambus.connect.offset.Translation.Before;
import io.streambus.connect.offset.Translation.Between;
import io.streambus.connect.offset.Translation.Exact;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OffsetMapTest {

    /** Sources 10..19, a gap (filtered), 30..34, on the target with two strangers before and three in between. */
    private static final OffsetMap FILTERED = map(new OffsetRun(10, 2, 10, true), new OffsetRun(30, 15, 5, true));

    /** Invariant A. */
    @ParameterizedTest
    @CsvSource({"0,2", "9,2", "10,2", "11,3", "19,11", "20,15", "29,15", "30,15", "34,19"})
    void aPositionIsTranslatedToTheFirstCopyAtOrAboveIt(long source, long target) {
        assertThat(FILTERED.translate(source)).isEqualTo(new Exact(target));
    }

    /** Invariant B. */
    @ParameterizedTest
    @CsvSource({"0,10", "2,10", "3,11", "11,19", "12,30", "14,30", "15,30", "19,34"})
    void aPositionOnTheTargetIsTranslatedBackToTheLowestUnreadRecord(long target, long source) {
        assertThat(FILTERED.inverse(target)).isEqualTo(new Exact(source));
    }

    @Test
    void aPositionBehindEverythingIsAfterTheLastCopy() {
        assertThat(FILTERED.translate(35)).isEqualTo(new After(20));
        assertThat(FILTERED.translate(Long.MAX_VALUE)).isEqualTo(new After(20));
        assertThat(FILTERED.inverse(20)).isEqualTo(new After(35));
    }

    /** Invariant B: nobody can have read what will be copied later. */
    @ParameterizedTest
    @CsvSource({"0,10", "3,11", "11,19", "12,25", "15,25", "19,25"})
    void aPositionOnTheTargetIsNeverTranslatedBackAboveAnOpenHole(long target, long source) {
        assertThat(FILTERED.openFrom(25).inverse(target)).isEqualTo(new Exact(source));
    }

    @Test
    void anOpenHoleBoundsAnswersOutsideTheMapToo() {
        OffsetMap late = map(new OffsetRun(1000, 500, 10, false));

        assertThat(FILTERED.openFrom(25).inverse(20)).isEqualTo(new After(25));
        assertThat(FILTERED.openFrom(40).inverse(20)).isEqualTo(new After(35));
        assertThat(late.openFrom(900).inverse(499)).isEqualTo(new Before(900));
        assertThat(OffsetMap.of(List.of()).openFrom(0).inverse(7)).isEqualTo(new After(0));
    }

    @Test
    void anOpenHoleNarrowsAWindowOrDecidesIt() {
        OffsetMap crashed = map(new OffsetRun(0, 0, 100, true), new OffsetRun(150, 160, 10, false));

        assertThat(crashed.openFrom(151).inverse(130)).isEqualTo(new Between(100, 150));
        assertThat(crashed.openFrom(120).inverse(130)).isEqualTo(new Between(100, 120));
        assertThat(crashed.openFrom(100).inverse(130)).isEqualTo(new Exact(100));
        assertThat(crashed.openFrom(50).inverse(130)).isEqualTo(new Exact(50));
    }

    @Test
    void anOpenHoleChangesNothingOnTheWayToTheTarget() {
        assertThat(FILTERED.openFrom(12).translate(30)).isEqualTo(new Exact(15));
        assertThat(FILTERED.openFrom(12).runs()).isEqualTo(FILTERED.runs());
    }

    @Test
    void aMapThatKnowsNothingPromisesNothing() {
        OffsetMap empty = OffsetMap.of(List.of());

        assertThat(empty.translate(7)).isEqualTo(new After(0));
        assertThat(empty.inverse(7)).isEqualTo(new After(0));
    }

    /** Invariant C: the flow was taken over, or the oldest pages were given up. */
    @Test
    void aPositionBeforeAMapThatDoesNotBeginWithTheFlowIsBeforeIt() {
        OffsetMap late = map(new OffsetRun(1000, 500, 10, false));

        assertThat(late.translate(999)).isEqualTo(new Before(500));
        assertThat(late.translate(1000)).isEqualTo(new Exact(500));
        assertThat(late.inverse(499)).isEqualTo(new Before(1000));
        assertThat(late.inverse(500)).isEqualTo(new Exact(1000));
    }

    /** Invariant C. */
    @Test
    void behindASeamTheAnswerIsAWindow() {
        OffsetMap crashed = map(new OffsetRun(0, 0, 100, true), new OffsetRun(150, 160, 10, false));

        assertThat(crashed.translate(99)).isEqualTo(new Exact(99));
        assertThat(crashed.translate(100)).isEqualTo(new Between(100, 160));
        assertThat(crashed.translate(149)).isEqualTo(new Between(100, 160));
        assertThat(crashed.translate(150)).isEqualTo(new Exact(160));
        assertThat(crashed.inverse(100)).isEqualTo(new Between(100, 150));
        assertThat(crashed.inverse(159)).isEqualTo(new Between(100, 150));
        assertThat(crashed.inverse(160)).isEqualTo(new Exact(150));
    }

    @Test
    void aSeamWithoutRoomOnOneSideHidesNothing() {
        OffsetMap strangers = map(new OffsetRun(0, 0, 100, true), new OffsetRun(100, 160, 10, false));
        OffsetMap filtered = map(new OffsetRun(0, 0, 100, true), new OffsetRun(150, 100, 10, false));

        assertThat(strangers.translate(100)).isEqualTo(new Exact(160));
        assertThat(strangers.inverse(130)).isEqualTo(new Exact(100));
        assertThat(filtered.translate(120)).isEqualTo(new Exact(100));
        assertThat(filtered.inverse(100)).isEqualTo(new Exact(150));
    }

    /** Invariants A and B: 40..59 copied again after a restart. */
    @Test
    void aStretchCopiedTwiceCountsFromItsFirstCopy() {
        OffsetMap twice = map(new OffsetRun(0, 0, 60, true), new OffsetRun(40, 60, 40, true));

        assertThat(twice.translate(39)).isEqualTo(new Exact(39));
        assertThat(twice.translate(45)).isEqualTo(new Exact(45));
        assertThat(twice.translate(60)).isEqualTo(new Exact(80));
        assertThat(twice.inverse(50)).isEqualTo(new Exact(50));
        assertThat(twice.inverse(65)).isEqualTo(new Exact(60));
        assertThat(twice.inverse(85)).isEqualTo(new Exact(65));
    }

    /** Invariants A and B: a link that began with the latest records, and was then told to copy from the beginning. */
    @Test
    void whatAnOperatorHadLeftOutFirstIsNeitherSkippedNorTakenForRead() {
        OffsetMap rewound = map(
                new OffsetRun(1000, 0, 100, true),
                new OffsetRun(0, 100, 1000, true),
                new OffsetRun(1000, 1100, 200, true));

        // The copies of 1000 and above stand before those of 500: a group that needs both must begin there.
        assertThat(rewound.translate(500)).isEqualTo(new Exact(0));
        assertThat(rewound.translate(1050)).isEqualTo(new Exact(50));
        assertThat(rewound.translate(1150)).isEqualTo(new Exact(1250));
        assertThat(rewound.inverse(50)).isEqualTo(new Exact(0));
        assertThat(rewound.inverse(600)).isEqualTo(new Exact(500));
        // In the second copy of 1000 to 1099: all that has been read.
        assertThat(rewound.inverse(1150)).isEqualTo(new Exact(1100));
    }

    /** Invariant B: while the flow is still on its way through what it had left out. */
    @Test
    void whatIsStillToComeIsNotTakenForRead() {
        OffsetMap halfWay = map(new OffsetRun(1000, 0, 100, true), new OffsetRun(0, 100, 300, true));

        assertThat(halfWay.inverse(400)).isEqualTo(new After(300));
        assertThat(halfWay.inverse(350)).isEqualTo(new Exact(250));

        OffsetMap setBackBeforeAGap = map(
                new OffsetRun(0, 0, 10, true),
                new OffsetRun(20, 10, 10, true),
                new OffsetRun(40, 20, 10, true),
                new OffsetRun(3, 30, 3, true));

        assertThat(setBackBeforeAGap.inverse(15)).isEqualTo(new Exact(10));
        assertThat(setBackBeforeAGap.inverse(25)).isEqualTo(new Exact(10));
    }

    /** Invariant B: whoever set it back did not note how far; 5 was filtered at first, and may be there now. */
    @Test
    void whatAnUnnotedWayBackMayHaveBroughtIsNotTakenForRead() {
        OffsetMap fallen =
                map(new OffsetRun(0, 0, 5, true), new OffsetRun(6, 5, 95, true), new OffsetRun(50, 130, 10, false));

        assertThat(fallen.inverse(20)).isEqualTo(new Exact(5));
        assertThat(fallen.inverse(110)).isEqualTo(new Between(5, 101));
    }

    @Test
    void runsOutOfOrderAndNegativePositionsAreRefused() {
        assertThatThrownBy(() -> map(new OffsetRun(0, 10, 5, true), new OffsetRun(5, 14, 5, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found one at 14 behind 15");
        assertThatThrownBy(() -> FILTERED.translate(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found -1");
    }

    private static OffsetMap map(OffsetRun... runs) {
        return OffsetMap.of(List.of(runs));
    }
}
