package io.streambus.connect.refinement;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Translation.After;
import io.streambus.connect.offset.Translation.Before;
import io.streambus.connect.offset.Translation.Exact;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffsetRefinementTest {

    private final SimulatedTarget target = new SimulatedTarget();
    private final OffsetRefinement refinement = new OffsetRefinement(target);

    /** Every third source offset passes the filter. */
    private OffsetMap millionFilteredBetweenFirstAndLast() {
        int copies = 1_000_000;
        for (long i = 0; i < copies; i++) {
            target.copy(i * 3);
        }
        return OffsetMap.of(
                List.of(new OffsetRun(0, 0, 1, true), new OffsetRun((copies - 1) * 3L, copies - 1L, 1, false)));
    }

    @Test
    void aPositionInAWindowOfAMillionIsFoundInTwentyOneReadsAtMost() {
        OffsetMap map = millionFilteredBetweenFirstAndLast();
        int before = target.reads();

        assertThat(refinement.translate(map, 1_500_001)).isEqualTo(new Exact(500_001));

        assertThat(target.reads() - before).isBetween(1, 21);
    }

    @Test
    void everyPositionOfASmallWindowIsFound() {
        for (long source : List.of(0, 3, 7, 8, 9, 20)) {
            target.copy(source);
            target.stranger();
            target.stranger();
        }
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(0, 0, 1, true), new OffsetRun(20, 15, 1, false)));

        assertThat(refinement.translate(map, 1)).isEqualTo(new Exact(3));
        assertThat(refinement.translate(map, 3)).isEqualTo(new Exact(3));
        assertThat(refinement.translate(map, 4)).isEqualTo(new Exact(6));
        assertThat(refinement.translate(map, 8)).isEqualTo(new Exact(9));
        assertThat(refinement.translate(map, 9)).isEqualTo(new Exact(12));
        assertThat(refinement.translate(map, 10)).isEqualTo(new Exact(15));
    }

    @Test
    void aWindowThatOnlyStrangersFillLeavesItsUpperEnd() {
        target.copy(0);
        for (int i = 0; i < 50; i++) {
            target.stranger();
        }
        target.copy(90);
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(0, 0, 1, true), new OffsetRun(90, 51, 1, false)));

        assertThat(refinement.translate(map, 40)).isEqualTo(new Exact(51));
        assertThat(refinement.inverse(map, 20)).isEqualTo(new Exact(90));
    }

    @Test
    void copiesNewerThanTheMapAreFound() {
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(0, 0, 2, true)));
        target.copy(0);
        target.copy(1);
        target.stranger();
        target.copy(5);
        target.copy(6);

        assertThat(refinement.translate(map, 3)).isEqualTo(new Exact(3));
        assertThat(refinement.translate(map, 6)).isEqualTo(new Exact(4));
        assertThat(refinement.translate(map, 7)).isEqualTo(new After(5));
        assertThat(refinement.inverse(map, 2)).isEqualTo(new Exact(5));
        assertThat(refinement.inverse(map, 5)).isEqualTo(new After(2));
    }

    @Test
    void aCaughtUpPositionStaysBehindTheLastCopyWhateverStandsThere() {
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(0, 0, 2, true)));
        target.copy(0);
        target.copy(1);
        target.stranger();

        assertThat(refinement.translate(map, 2)).isEqualTo(new After(2));
    }

    @Test
    void aPositionBeforeTheMapIsFoundAmongEarlierCopiesWithAHeader() {
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(50, 5, 10, false)));
        target.copy(10);
        target.copy(20);
        target.stranger();
        target.copy(30);
        target.copy(40);
        target.copy(50);

        assertThat(refinement.translate(map, 15)).isEqualTo(new Exact(1));
        assertThat(refinement.translate(map, 45)).isEqualTo(new Exact(5));
        assertThat(refinement.inverse(map, 2)).isEqualTo(new Before(30));
    }

    /** MirrorMaker 2's copies carry no header: they may stand there. */
    @Test
    void aPositionBeforeAllCopiesWithAHeaderIsNotClaimedToBeExact() {
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(50, 5, 10, false)));
        for (int i = 0; i < 3; i++) {
            target.stranger();
        }
        target.copy(30);
        target.copy(40);
        target.copy(50);

        assertThat(refinement.translate(map, 20)).isEqualTo(new Before(3));
    }

    /** The position is among copies that are all second ones; what is open stands behind them. */
    @Test
    void onTheWayBackWhatWasCopiedTwiceIsNotTakenForTheAnswer() {
        copy(0, 100);
        copy(200, 300);
        copy(280, 300);
        copy(50, 151);
        OffsetMap map = OffsetMap.of(List.of(
                new OffsetRun(0, 0, 100, true),
                new OffsetRun(200, 100, 100, true),
                new OffsetRun(280, 200, 20, true),
                OffsetRun.setBack(50, 220),
                new OffsetRun(150, 320, 1, false)));

        assertThat(refinement.inverse(map, 205)).isEqualTo(new Exact(100));
        assertThat(refinement.inverse(map, 300)).isEqualTo(new Exact(130));
    }

    private void copy(long from, long to) {
        for (long source = from; source < to; source++) {
            target.copy(source);
        }
    }

    @Test
    void whatRetentionHasTakenIsNotWaitedFor() {
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(0, 0, 1, true), new OffsetRun(90, 90, 10, false)));
        for (long i = 0; i < 100; i++) {
            target.copy(i);
        }
        target.deleteBefore(60);

        assertThat(refinement.translate(map, 30)).isEqualTo(new Exact(60));
        assertThat(refinement.translate(map, 70)).isEqualTo(new Exact(70));
        assertThat(refinement.inverse(map, 30)).isEqualTo(new Exact(60));
    }

    @Test
    void whatTheTargetShowsIsNotTakenAboveAnOpenHole() {
        for (long source : List.of(0, 1, 5, 6, 7)) {
            target.copy(source);
        }
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(0, 0, 1, true), new OffsetRun(6, 3, 1, false)));

        // In a window, and behind the map.
        assertThat(refinement.inverse(map, 2)).isEqualTo(new Exact(5));
        assertThat(refinement.inverse(map.openFrom(2), 2)).isEqualTo(new Exact(2));
        assertThat(refinement.inverse(map, 4)).isEqualTo(new Exact(7));
        assertThat(refinement.inverse(map.openFrom(2), 4)).isEqualTo(new Exact(2));
    }

    @Test
    void anExactAnswerCostsNoRead() {
        OffsetMap map = OffsetMap.of(List.of(new OffsetRun(0, 0, 10, true)));

        assertThat(refinement.translate(map, 4)).isEqualTo(new Exact(4));
        assertThat(refinement.inverse(map, 4)).isEqualTo(new Exact(4));

        assertThat(target.reads()).isZero();
    }
}
