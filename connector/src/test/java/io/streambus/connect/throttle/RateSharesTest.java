package io.streambus.connect.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateSharesTest {

    private static final double RATE = 1_000_000;
    private static final Optional<Demand> IDLE = Optional.of(new Demand(0, false));
    private static final Optional<Demand> HUNGRY = Optional.of(new Demand(0, true));

    @Test
    void tasksOfWhichNothingIsKnownYetGetAnEvenShare() {
        assertThat(RateShares.of(RATE, List.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))
                .containsOnly(RATE / 4);
    }

    @Test
    void theOnlyTaskWithLoadGetsNearlyAll() {
        double[] shares = RateShares.of(RATE, List.of(IDLE, IDLE, HUNGRY, IDLE));

        assertThat(shares[2]).isBetween(0.95 * RATE, RATE);
        assertThat(shares[0]).as("to begin with").isGreaterThan(0.01 * RATE);
    }

    @Test
    void whatATaskDoesNotNeedGoesToThoseThatDoInEvenParts() {
        double[] shares = RateShares.of(RATE, List.of(Optional.of(new Demand(100_000, false)), HUNGRY, HUNGRY, HUNGRY));

        assertThat(shares[0]).isBetween(100_000.0, 140_000.0);
        assertThat(shares[1]).isEqualTo(shares[2]).isEqualTo(shares[3]).isBetween(285_000.0, 300_000.0);
    }

    /** Whatever is told: all together have the rate, and nobody stands still. */
    @Test
    void sharesMakeUpTheRate() {
        Random random = new Random(20261130);
        for (int run = 0; run < 5_000; run++) {
            List<Optional<Demand>> demands = new ArrayList<>();
            int tasks = 1 + random.nextInt(20);
            for (int task = 0; task < tasks; task++) {
                demands.add(
                        random.nextInt(5) == 0
                                ? Optional.empty()
                                : Optional.of(new Demand(random.nextInt(2_000_000), random.nextBoolean())));
            }

            double[] shares = RateShares.of(RATE, demands);

            assertThat(Arrays.stream(shares).sum()).isCloseTo(RATE, within(0.01));
            assertThat(Arrays.stream(shares).min().orElseThrow()).isGreaterThan(0.04 * RATE / tasks);
        }
    }

    /**
     * Tasks that report every five seconds, on a clock of tenths: whoever has load now, the rate arrives, from ten seconds after the load has moved
     * on.
     */
    @Test
    void theRateArrivesHoweverTheLoadIsSpread() {
        for (boolean[] loaded : List.of(
                new boolean[] {true, false, false, false},
                new boolean[] {true, true, true, true},
                new boolean[] {true, false, false, false, false, false, false, false, false, false},
                new boolean[] {true, true, false, false, false, true, false, false, false, false})) {
            SimulatedTasks tasks = new SimulatedTasks(RATE, loaded.length);
            tasks.run(loaded, 100);

            double copied = tasks.run(loaded, 300);

            assertThat(copied / 30).as(Arrays.toString(loaded)).isBetween(0.9 * RATE, 1.005 * RATE);
        }
    }

    @Test
    void loadThatMovesToAnotherTaskHasTheRateAgainAfterTwoReports() {
        SimulatedTasks tasks = new SimulatedTasks(RATE, 4);
        tasks.run(new boolean[] {true, false, false, false}, 300);
        tasks.run(new boolean[] {false, false, false, true}, 100);

        assertThat(tasks.run(new boolean[] {false, false, false, true}, 300) / 30)
                .isBetween(0.9 * RATE, 1.005 * RATE);
    }
}
