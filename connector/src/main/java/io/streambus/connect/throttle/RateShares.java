package io.streambus.connect.throttle;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Max-min fair shares: a task that needs less than an even share gets what it needs and some more, and the others share evenly what it leaves. All
 * tasks work them out from the same demands, so that together they have the rate and not more. Stateless.
 */
public final class RateShares {

    /** Of an even share: what an idle task keeps, to begin with when records come. */
    private static final double RESERVE = 0.05;

    /** A task whose load grows a little need not wait for the next report. */
    private static final double ROOM = 1.25;

    private RateShares() {}

    /**
     * @param rate of the flow, more than 0
     * @param demands by number of the task; empty where nothing is known, which counts as all that there is
     * @return the share of each task, in the unit of the rate; their sum is the rate
     */
    public static double[] of(double rate, List<Optional<Demand>> demands) {
        double[] shares = new double[demands.size()];
        double reserve = RESERVE * rate / shares.length;
        double[] needs = demands.stream()
                .mapToDouble(demand -> need(demand, rate, reserve))
                .toArray();
        int[] byNeed = IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparingDouble(task -> needs[task]))
                .mapToInt(Integer::intValue)
                .toArray();
        double left = rate;
        for (int i = 0; i < byNeed.length; i++) {
            double share = Math.min(needs[byNeed[i]], left / (byNeed.length - i));
            shares[byNeed[i]] = share;
            left -= share;
        }
        for (int task = 0; task < shares.length; task++) {
            shares[task] += left / shares.length;
        }
        return shares;
    }

    private static double need(Optional<Demand> demand, double rate, double reserve) {
        return demand.filter(known -> !known.throttled())
                .map(known -> Math.min(rate, ROOM * known.bytesPerSecond() + reserve))
                .orElse(rate);
    }
}
