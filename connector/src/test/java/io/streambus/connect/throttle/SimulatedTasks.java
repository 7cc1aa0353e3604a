package io.streambus.connect.throttle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Tasks of one flow on a clock of their own, which copy what they may and tell each other every five seconds what they need. */
final class SimulatedTasks {

    private static final int RECORD = 1_000;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int TICKS_BETWEEN_REPORTS = 500;

    private final double rate;
    private final List<Throttle> throttles = new ArrayList<>();
    private final List<Optional<Demand>> told = new ArrayList<>();
    private double[] shares;
    private long nanos;
    private int ticks;

    SimulatedTasks(double rate, int tasks) {
        this.rate = rate;
        IntStream.range(0, tasks).forEach(task -> told.add(Optional.empty()));
        this.shares = RateShares.of(rate, told);
        for (int task = 0; task < tasks; task++) {
            int own = task;
            throttles.add(new Throttle(() -> shares[own], () -> nanos));
        }
    }

    /**
     * @param loaded the tasks that always have more to copy
     * @param tenths of a second to run for
     * @return bytes copied by all
     */
    double run(boolean[] loaded, int tenths) {
        double copied = 0;
        for (int tick = 0; tick < tenths * 10; tick++) {
            nanos += TICK;
            for (int task = 0; task < loaded.length; task++) {
                if (!throttles.get(task).delay().isZero() || !loaded[task]) {
                    continue;
                }
                do {
                    copied += RECORD;
                } while (throttles.get(task).take(RECORD));
            }
            report();
        }
        return copied;
    }

    private void report() {
        boolean due = ++ticks % TICKS_BETWEEN_REPORTS == 0;
        for (int task = 0; task < throttles.size(); task++) {
            if (due || throttles.get(task).hasNews()) {
                told.set(task, Optional.of(throttles.get(task).demand()));
            }
        }
        shares = RateShares.of(rate, told);
    }
}
