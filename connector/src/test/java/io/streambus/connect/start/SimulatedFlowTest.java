package io.streambus.connect.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is lost, nothing comes twice, every gap is told: over holes, kills, carried and forged headers, recreated topics, rewinds and retention. */
class SimulatedFlowTest {

    private static final int RUNS = 1_000;
    private static final int STEPS = 120;

    @ParameterizedTest
    @EnumSource(names = {"FILL", "REWIND"})
    void nothingIsLostAndNothingComesTwiceWithoutBeingTold(HolePolicy holes) {
        LongStream.range(0, RUNS).forEach(seed -> {
            List<String> faults = new SimulatedFlow(seed, SimulatedFlow.Fault.NONE, holes).run(STEPS);
            assertThat(faults).as("seed %d", seed).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aRuleThatIsBrokenIsFound(SimulatedFlow.Fault fault) {
        assertThat(LongStream.range(0, RUNS)
                        .anyMatch(seed -> !new SimulatedFlow(seed, fault, HolePolicy.FILL)
                                .run(STEPS)
                                .isEmpty()))
                .as("some of %d runs fails", RUNS)
                .isTrue();
    }
}
