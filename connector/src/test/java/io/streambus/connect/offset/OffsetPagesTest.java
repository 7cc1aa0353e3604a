package io.streambus.connect.offset;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.offset.Translation.After;
import io.streambus.connect.offset.Translation.Before;
import io.streambus.connect.offset.Translation.Between;
import io.streambus.connect.offset.Translation.Exact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class OffsetPagesTest {

    private static final Optional<Uuid> ID = Optional.of(new Uuid(1, 2));

    private final Map<Integer, OffsetPage> stored = new HashMap<>();

    private OffsetPages resume(Tail tail) {
        return new OffsetPages(ID, stored, tail, Long.MAX_VALUE);
    }

    /** What a crash leaves of a flow that copied 0..99 to 0..99 and had this written. */
    private void hundredCopied() {
        OffsetPages pages = resume(nothing(0));
        for (long i = 0; i < 100; i++) {
            pages.recorder().extend(i, i);
        }
        stored.putAll(pages.changes());
    }

    /** Invariant C. */
    @Test
    void aPageIsHandedOutWhenItHasChangedAndOnlyThen() {
        OffsetPages pages = resume(nothing(0));
        // That it begins.
        assertThat(pages.changes()).containsOnlyKeys(0);
        assertThat(pages.changes()).isEmpty();

        pages.recorder().extend(0, 0);
        assertThat(pages.changes()).containsOnlyKeys(0);
        assertThat(pages.changes()).isEmpty();

        pages.recorder().extend(1, 1);
        assertThat(pages.changes()).containsOnlyKeys(0);

        for (long i = 1; i <= OffsetPage.MAX_RUNS; i++) {
            pages.recorder().extend(i * 10, i + 10);
            if (i % 100 == 0) {
                stored.putAll(pages.changes());
            }
        }
        assertThat(pages.changes()).containsOnlyKeys(0, 1);
        pages.recorder().extend(9_000, 9_000);
        assertThat(pages.changes()).containsOnlyKeys(1);
    }

    @Test
    void pagesThatMayNotHaveBeenWrittenAreHandedOutOnceMore() {
        OffsetPages pages = resume(nothing(0));
        pages.recorder().extend(0, 0);
        Map<Integer, OffsetPage> lost = pages.changes();

        pages.rewriteAll();

        assertThat(pages.changes()).isEqualTo(lost);
    }

    /** Invariant A. */
    @Test
    void theMapStaysBoundedHoweverManyRunsThereAre() {
        OffsetPages pages = resume(nothing(0));
        long copies = 60_000;
        for (long i = 0; i < copies; i++) {
            pages.recorder().extend(i * 3, i);
            if (i % 100 == 99) {
                stored.putAll(pages.changes());
            }
        }

        assertThat(stored).hasSizeLessThanOrEqualTo(OffsetPages.MAX_PAGES);
        assertThat(stored.values()).allSatisfy(page -> assertThat(page.runs()).hasSizeLessThanOrEqualTo(256));
        OffsetMap map = OffsetMap.of(stored, ID);
        assertThat(map.translate((copies - 200) * 3)).isEqualTo(new Exact(copies - 200));
        assertThat(map.translate(0)).isEqualTo(new Exact(0));
        assertThat(map.translate(copies * 3)).isEqualTo(new After(copies));
        assertThat(width(map, 300)).isGreaterThan(width(map, (copies - 2_000) * 3));
    }

    private static long width(OffsetMap map, long around) {
        long widest = 0;
        for (long source = around; source < around + 300; source++) {
            if (map.translate(source) instanceof Between between) {
                widest = Math.max(widest, between.highest() - between.lowest());
            }
        }
        return widest;
    }

    /** Invariant A: set back thousands of times, so that no run can be left out. */
    @Test
    void aMapThatCannotBeThinnedBeginsLater() {
        OffsetPages pages = resume(nothing(0));
        long target = 0;
        for (int i = 0; i < 3_000; i++) {
            // Up and down, each peak higher than the one before.
            pages.recorder().extend(i + 10_000, target++);
            pages.recorder().extend(i, target++);
            stored.putAll(pages.changes());
        }

        assertThat(stored).hasSizeLessThanOrEqualTo(OffsetPages.MAX_PAGES);
        OffsetMap map = pages.map();
        assertThat(map.translate(0)).isInstanceOf(Before.class);
        assertThat(map.translate(12_999)).isEqualTo(new Exact(5_998));
        // What is still stored of the page given up is true: the reader may know more than the task.
        assertThat(OffsetMap.of(stored, ID).translate(12_999)).isEqualTo(new Exact(5_998));
    }

    @Test
    void afterAnOrderlyStopTheMapGoesOnWithoutASeam() {
        hundredCopied();
        OffsetPages resumed = resume(nothing(130));
        resumed.recorder().extend(110, 130);
        stored.putAll(resumed.changes());

        assertThat(OffsetMap.of(stored, ID).translate(105)).isEqualTo(new Exact(130));
    }

    /** Copies 100..119 had arrived, and nobody had noted where. */
    @Test
    void whatACrashLeftUnnotedIsASeam() {
        hundredCopied();
        OffsetPages resumed = resume(last(119, 125));
        resumed.recorder().extend(120, 126);
        stored.putAll(resumed.changes());

        OffsetMap map = OffsetMap.of(stored, ID);
        assertThat(map.translate(99)).isEqualTo(new Exact(99));
        assertThat(map.translate(110)).isEqualTo(new Between(100, 125));
        assertThat(map.translate(120)).isEqualTo(new Exact(126));
    }

    @Test
    void whatIsNotKnownOfTheTailIsASeam() {
        hundredCopied();
        OffsetPages resumed = resume(new Tail.Unknown());
        resumed.recorder().extend(120, 126);

        resumed.changes();

        assertThat(resumed.map().translate(110)).isEqualTo(new Between(100, 126));
    }

    @Test
    void theLastCopyKnownAlreadyAddsNothing() {
        hundredCopied();
        OffsetPages resumed = resume(last(99, 99));

        assertThat(resumed.changes()).isEmpty();
        assertThat(OffsetPages.knownTo(ID, stored)).hasValue(100);
    }

    @Test
    void aFlowThatTakesOverFromAnotherToolKnowsNothingOfWhatWasBefore() {
        OffsetPages takenOver = resume(new Tail.Unknown());
        takenOver.recorder().extend(5_000, 4_800);
        takenOver.changes();

        assertThat(takenOver.map().translate(3_000)).isEqualTo(new Before(4_800));
    }

    @Test
    void aTargetThatWasMadeAnewVoidsWhatIsStored() {
        hundredCopied();
        OffsetPages shorter = resume(nothing(3));
        shorter.recorder().extend(100, 3);
        stored.putAll(shorter.changes());

        assertThat(stored.get(0).generation()).isEqualTo(1);
        assertThat(OffsetMap.of(stored, ID).translate(50)).isEqualTo(new Exact(3));
    }

    @Test
    void aTargetThatIsMadeAnewMeanwhileVoidsWhatIsStoredUnderOtherNumbers() {
        OffsetPages pages = resume(nothing(0));
        for (long i = 0; i < 1_000; i++) {
            pages.recorder().extend(i * 2, i);
            stored.putAll(pages.changes());
        }
        assertThat(stored.size()).isGreaterThan(2);
        pages.recorder().extend(2_000, 7);
        stored.putAll(pages.changes());

        OffsetMap map = OffsetMap.of(stored, ID);
        assertThat(map.runs()).containsExactly(new OffsetRun(2_000, 7, 1, false));
        assertThat(map.translate(500)).isEqualTo(new Before(7));
        assertThat(map.translate(2_000)).isEqualTo(new Exact(7));
    }

    @Test
    void pagesOfADeletedTopicOfThatNameSayNothing() {
        hundredCopied();
        Optional<Uuid> other = Optional.of(new Uuid(3, 4));
        OffsetPages recreated = new OffsetPages(other, stored, nothing(100), 0);
        recreated.recorder().extend(0, 100);
        recreated.changes();

        assertThat(OffsetMap.of(stored, other).translate(50)).isEqualTo(new After(0));
        assertThat(recreated.map().translate(0)).isEqualTo(new Exact(100));
        assertThat(OffsetPages.knownTo(other, stored)).isEmpty();
    }

    /** Set back to 40, crashed when nothing was noted but that: 40..129 had been copied to 100..189. */
    @Test
    void aWayBackIsNotedBeforeAnythingIsCopied() {
        hundredCopied();
        stored.putAll(new OffsetPages(ID, stored, nothing(100), 40).changes());
        OffsetPages resumed = new OffsetPages(ID, stored, last(129, 189), 130);
        stored.putAll(resumed.changes());

        OffsetMap map = OffsetMap.of(stored, ID);
        assertThat(map.translate(99)).isEqualTo(new Exact(99));
        assertThat(map.translate(110)).isEqualTo(new Between(100, 189));
        assertThat(map.inverse(99)).isEqualTo(new Exact(99));
        assertThat(map.inverse(150)).isEqualTo(new Between(100, 129));
        assertThat(map.runs()).contains(OffsetRun.setBack(40, 100));
    }

    @Test
    void goingOnWithinAWayBackIsNoOtherWayBack() {
        hundredCopied();
        stored.putAll(new OffsetPages(ID, stored, nothing(100), 40).changes());

        assertThat(new OffsetPages(ID, stored, nothing(100), 40).changes()).isEmpty();
    }

    /** The same, but within one life of the task. */
    @Test
    void aFlowThatIsSetBackWhileItRunsSaysSoBeforeAnythingIsCopied() {
        OffsetPages pages = resume(nothing(0));
        extend(pages, 0, 0, 100);
        stored.putAll(pages.changes());

        pages.goOnFrom(40);
        stored.putAll(pages.changes());
        // And once more, before anything came of it.
        pages.goOnFrom(30);
        stored.putAll(pages.changes());

        assertThat(OffsetMap.of(stored, ID).runs())
                .containsExactly(new OffsetRun(0, 0, 100, true), OffsetRun.setBack(30, 100));
        extend(pages, 30, 100, 100);
        stored.putAll(pages.changes());
        assertThat(OffsetMap.of(stored, ID).runs())
                .containsExactly(new OffsetRun(0, 0, 100, true), new OffsetRun(30, 100, 100, true));
        assertThat(pages.map().translate(99)).isEqualTo(new Exact(99));
        assertThat(pages.map().translate(100)).isEqualTo(new Exact(170));
    }

    @Test
    void whatWasInFlightWhenTheFlowWasSetBackIsNotBehindTheWayBack() {
        OffsetPages pages = resume(nothing(0));
        extend(pages, 0, 0, 100);
        pages.goOnFrom(40);
        stored.putAll(pages.changes());

        extend(pages, 100, 100, 20);
        stored.putAll(pages.changes());

        assertThat(OffsetMap.of(stored, ID).runs())
                .containsExactly(new OffsetRun(0, 0, 120, true), OffsetRun.setBack(40, 120));
        extend(pages, 40, 120, 30);
        stored.putAll(pages.changes());
        assertThat(OffsetMap.of(stored, ID).runs())
                .containsExactly(new OffsetRun(0, 0, 120, true), new OffsetRun(40, 120, 30, true));
    }

    @Test
    void goingOnWhereItWasIsNothingToSay() {
        OffsetPages pages = resume(nothing(0));
        extend(pages, 0, 0, 100);
        stored.putAll(pages.changes());

        pages.goOnFrom(150);

        assertThat(pages.changes()).isEmpty();
    }

    /** Or else, after a crash before anything of the new topic was noted, they would count as its copies. */
    @Test
    void whatStoodThereBeforeTheFirstCopyIsKnownToBeNone() {
        hundredCopied();
        Optional<Uuid> other = Optional.of(new Uuid(3, 4));
        stored.putAll(new OffsetPages(other, stored, nothing(100), 0).changes());

        assertThat(OffsetPages.knownTo(other, stored)).hasValue(100);
        OffsetPages resumed = new OffsetPages(other, stored, last(9, 109), 10);
        extend(resumed, 10, 110, 10);
        stored.putAll(resumed.changes());
        OffsetMap map = OffsetMap.of(stored, other);
        assertThat(map.translate(5)).isEqualTo(new Between(100, 109));
        assertThat(map.translate(15)).isEqualTo(new Exact(115));
        assertThat(map.inverse(50)).isEqualTo(new Between(0, 9));
    }

    /** Killed in its first seconds, the flow had noted that it began, and no copy. */
    @Test
    void aFlowThatIsKilledBeforeItNotedACopyHasMissedNone() {
        stored.putAll(resume(nothing(0)).changes());
        assertThat(OffsetPages.knownTo(ID, stored)).hasValue(0);

        OffsetPages resumed = resume(last(9, 9));
        extend(resumed, 10, 10, 10);
        stored.putAll(resumed.changes());

        OffsetMap map = OffsetMap.of(stored, ID);
        assertThat(map.translate(0)).isEqualTo(new Between(0, 9));
        assertThat(map.translate(15)).isEqualTo(new Exact(15));
    }

    @Test
    void whatStandsThereWhileNothingComesIsSearchedOnce() {
        stored.putAll(resume(nothing(5)).changes());

        OffsetPages resumed = resume(nothing(5_000));
        stored.putAll(resumed.changes());

        assertThat(OffsetPages.knownTo(ID, stored)).hasValue(5_000);
        extend(resumed, 0, 5_001, 10);
        stored.putAll(resumed.changes());
        assertThat(OffsetMap.of(stored, ID).translate(0)).isEqualTo(new Exact(5_001));
    }

    private static void extend(OffsetPages pages, long source, long target, int copies) {
        for (int i = 0; i < copies; i++) {
            pages.recorder().extend(source + i, target + i);
        }
    }

    /** Invariant B: two old pages were made one, and the number that became free was used again; any of the two writes may be missing. */
    @Test
    void aPageThatTellsOfWhatAnotherTellsIsTakenOnce() {
        OffsetPage left = page(0, new OffsetRun(0, 0, 10, true));
        OffsetPage right = page(10, new OffsetRun(20, 10, 10, true));
        OffsetPage merged = page(0, new OffsetRun(0, 0, 10, true), new OffsetRun(20, 10, 10, true));
        OffsetPage newest = page(20, new OffsetRun(40, 20, 5, true));

        OffsetMap both = OffsetMap.of(Map.of(0, merged, 1, right, 2, newest), ID);
        OffsetMap mergedMissing = OffsetMap.of(Map.of(0, left, 1, newest), ID);

        assertThat(both.runs()).hasSize(3);
        assertThat(both.translate(15)).isEqualTo(new Exact(10));
        assertThat(mergedMissing.translate(15)).isEqualTo(new Between(10, 20));
        assertThat(mergedMissing.translate(42)).isEqualTo(new Exact(22));
    }

    /** Invariant B. */
    @Test
    void pagesThatOverlapInPartAreCut() {
        OffsetPage stale = page(0, new OffsetRun(0, 0, 10, true));
        OffsetPage late = page(5, new OffsetRun(5, 5, 10, false), new OffsetRun(30, 20, 5, false));

        OffsetMap map = OffsetMap.of(Map.of(0, stale, 1, late), ID);

        assertThat(map.runs())
                .containsExactly(
                        new OffsetRun(0, 0, 10, true), new OffsetRun(10, 10, 5, true), new OffsetRun(30, 20, 5, false));
    }

    private static OffsetPage page(long from, OffsetRun... runs) {
        return new OffsetPage(ID, 0, from, List.of(runs));
    }

    private static Tail nothing(long logEnd) {
        return new Tail.Copies(List.of(), 0, logEnd);
    }

    /** Of the newest copy only; what stands before it was not read. */
    private static Tail last(long source, long target) {
        return new Tail.Copies(List.of(new OffsetRun(source, target, 1, true)), target, target + 1);
    }
}
