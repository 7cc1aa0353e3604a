package io.streambus.connect.refinement;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.Translation;
import io.streambus.connect.offset.Translation.After;
import io.streambus.connect.offset.Translation.Before;
import io.streambus.connect.offset.Translation.Between;
import io.streambus.connect.offset.Translation.Exact;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map against a naive model: flows with random lives, compared at every position with what really stands on the target. */
class OffsetModelTest {

    /** Gaps, filters, strangers, crashes before anything was noted, pages that were never written. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aFlowThatOnlyGoesForwardIsTranslatedExactlyBothWays(long seed) {
        RandomFlow flow = new RandomFlow(new Random(seed), 6_000, false, true).run();
        OffsetMap map = flow.storedMap();
        OffsetRefinement refinement = new OffsetRefinement(flow.target());

        forwardIsNeverWrong(flow, map);
        forwardIsExact(flow, map, refinement);
        NavigableMap<Long, Long> backward = flow.target().backward();
        for (long position = 0; position <= flow.target().logEnd(); position++) {
            Map.Entry<Long, Long> real = backward.ceilingEntry(position);
            Translation coarse = map.inverse(position);
            if (real != null) {
                isNeverWrong(position, coarse, real.getValue());
            }
            Translation exact = refinement.inverse(map, position);
            if (real == null) {
                assertThat(exact).isInstanceOf(After.class);
            } else {
                isExactly(position, exact, real.getValue());
            }
        }
    }

    /** The same, with stretches copied twice after restarts, and operators who set the flow back and forth. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40})
    void aFlowThatIsSetBackIsTranslatedExactlyAndNeverSkipsOnTheWayBack(long seed) {
        RandomFlow flow = new RandomFlow(new Random(seed), 6_000, true, false).run();
        OffsetMap map = flow.storedMap();
        OffsetRefinement refinement = new OffsetRefinement(flow.target());

        forwardIsNeverWrong(flow, map);
        forwardIsExact(flow, map, refinement);
        backwardSkipsNothing(flow, map, refinement);
    }

    /** Tens of thousands of runs: most of the map is seams by then. */
    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44})
    void aMapThatWasThinnedAgainAndAgainIsNeverWrongOnlyWider(long seed) {
        RandomFlow flow = new RandomFlow(new Random(seed), 60_000, seed % 2 == 0, false).run();
        OffsetMap map = flow.storedMap();
        OffsetRefinement refinement = new OffsetRefinement(flow.target());

        assertThat(map.runs()).hasSizeLessThanOrEqualTo(4_096);
        assertThat(map.runs()).anyMatch(run -> !run.seamless());
        forwardIsNeverWrong(flow, map);
        forwardIsExact(flow, map, refinement);
        backwardSkipsNothing(flow, map, refinement);
    }

    /** Everything at once, pages lost in the middle too: a second copy may count for the first, but nothing that the flow has passed is skipped. */
    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53, 54, 55, 56, 57, 58, 59, 60})
    void whateverIsLostNothingIsSkipped(long seed) {
        RandomFlow flow = new RandomFlow(new Random(seed), 3_000, true, true).run();
        OffsetMap map = flow.storedMap();
        OffsetRefinement refinement = new OffsetRefinement(flow.target());

        NavigableMap<Long, Long> lastCopies = flow.target().lastCopies();
        for (long position = 0; position < flow.next(); position += 7) {
            if (refinement.translate(map, position) instanceof Exact exact) {
                for (long copy : lastCopies.subMap(position, flow.next()).values()) {
                    require(copy >= exact.offset(), position, exact, copy);
                }
            }
        }
    }

    private static void forwardIsNeverWrong(RandomFlow flow, OffsetMap map) {
        NavigableMap<Long, Long> forward = flow.target().forward();
        for (long position = 0; position <= flow.target().highestSource() + 2; position++) {
            Map.Entry<Long, Long> real = forward.ceilingEntry(position);
            Translation coarse = map.translate(position);
            if (real == null) {
                require(coarse instanceof After, position, coarse, -1);
            } else {
                isNeverWrong(position, coarse, real.getValue());
            }
        }
    }

    private static void forwardIsExact(RandomFlow flow, OffsetMap map, OffsetRefinement refinement) {
        NavigableMap<Long, Long> forward = flow.target().forward();
        long end = flow.target().lastCopyFrom(0).orElseThrow().target() + 1;
        for (long position = 0; position <= flow.target().highestSource() + 2; position++) {
            Map.Entry<Long, Long> real = forward.ceilingEntry(position);
            Translation exact = refinement.translate(map, position);
            if (real == null) {
                require(exact.equals(new After(end)), position, exact, end);
            } else {
                isExactly(position, exact, real.getValue());
            }
        }
    }

    private static void backwardSkipsNothing(RandomFlow flow, OffsetMap map, OffsetRefinement refinement) {
        NavigableMap<Long, Long> backward = flow.target().backward();
        for (long position = 0; position <= flow.target().logEnd(); position++) {
            Map.Entry<Long, Long> real = backward.ceilingEntry(position);
            if (real != null && refinement.inverse(map, position) instanceof Exact exact) {
                require(exact.offset() <= real.getValue(), position, exact, real.getValue());
            }
        }
    }

    private static void isExactly(long position, Translation answer, long real) {
        boolean right = answer instanceof Before before ? before.first() == real : answer.equals(new Exact(real));
        require(right, position, answer, real);
    }

    private static void isNeverWrong(long position, Translation answer, long real) {
        boolean right = true;
        if (answer instanceof Exact exact) {
            right = exact.offset() == real;
        } else if (answer instanceof Between between) {
            right = between.lowest() <= real && real <= between.highest();
        } else if (answer instanceof Before before) {
            right = real <= before.first();
        } else if (answer instanceof After after) {
            right = real >= after.next();
        }
        require(right, position, answer, real);
    }

    /** Millions of comparisons: an assertion with a message made for each takes minutes. */
    private static void require(boolean right, long position, Translation answer, long real) {
        if (!right) {
            throw new AssertionError("position " + position + " is answered by " + answer + ", though it is " + real);
        }
    }
}
