package io.streambus.connect.group;

import static io.streambus.connect.group.position.SimulatedReplication.SOURCE;
import static io.streambus.connect.group.position.SimulatedReplication.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.group.position.SimulatedReplication.Fault;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No group skips a record that it has not read, and none reads one again, whatever happens to the flow: thousands of random lives. */
class SimulatedGroupsTest {

    private static final int RUNS = 2_000;
    private static final int STEPS = 250;

    @Test
    void noGroupSkipsAnythingAndNoneReadsAnythingAgain() {
        Map<String, Integer> outcomes = new TreeMap<>();
        LongStream.range(0, RUNS).forEach(seed -> {
            SimulatedGroups life = new SimulatedGroups(seed, Fault.NONE, false);
            Optional<String> found = life.run(STEPS);
            assertThat(found).as("seed %d, %s to %s", seed, SOURCE, TARGET).isEmpty();
            life.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
        });
        System.out.println("Simulated groups: " + RUNS + " lives, judged positions by outcome " + outcomes + ".");
        assertThat(outcomes).containsOnlyKeys("active", "in_sync", "pending");
        assertThat(outcomes.values()).allMatch(count -> count > 1_000);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aRuleThatIsBrokenIsFound(Fault fault) {
        assertThat(LongStream.range(0, RUNS)
                        .mapToObj(seed -> new SimulatedGroups(seed, fault, false).run(STEPS))
                        .flatMap(Optional::stream)
                        .findFirst())
                .as("some of %d lives fails", RUNS)
                .isPresent();
    }

    @Test
    void aConnectorThatForgetsWhatItHasCommittedIsFound() {
        assertThat(LongStream.range(0, RUNS)
                        .mapToObj(seed -> new SimulatedGroups(seed, Fault.NONE, true).run(STEPS))
                        .flatMap(Optional::stream)
                        .findFirst())
                .hasValueSatisfying(found -> assertThat(found).contains("rewound"));
    }
}
