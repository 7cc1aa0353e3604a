package io.streambus.connect.fetch;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Follows how fast the answers to a consumer's fetches arrive, so that none outlasts the request time-out: a client that has waited that long
 * closes the connection and asks for the same again, and on a slow connection nothing would ever come through.
 *
 * <p>Confined to the thread of its lane.
 */
final class FetchSizer {

    /** Fewer bytes than this in all that time are no answer that is in flight. */
    private static final double TRICKLE_BYTES = 1 << 10;

    private final FetchSize wanted;
    private final double longestNanos;
    private FetchSize size;

    private Metric fetches;
    private Metric bytesIn;
    private double fetchesSeen;
    private double bytesSeen;
    private long seenNanos;
    private boolean quick;

    /**
     * @param answered whether the source has answered since the last probe
     * @param resized whether {@link #size} is another by now
     */
    record Finding(boolean answered, boolean resized) {}

    /**
     * @param wanted as long as answers arrive in time
     * @param requestTimeout of the consumers; an answer should take no more than a third of it
     */
    FetchSizer(FetchSize wanted, Duration requestTimeout) {
        this.wanted = wanted;
        this.size = wanted;
        this.longestNanos = requestTimeout.toNanos() / 3.0;
    }

    FetchSize size() {
        return size;
    }

    /**
     * @param metrics of the consumer that was opened with {@link #size}
     * @param nowNanos as {@link System#nanoTime}
     */
    Finding judge(Map<MetricName, ? extends Metric> metrics, long nowNanos) {
        if (fetches == null) {
            fetches = find(metrics, "fetch-total", "consumer-fetch-manager-metrics");
            bytesIn = find(metrics, "incoming-byte-total", "consumer-metrics");
            seenNanos = nowNanos;
        }
        double fetchesNow = value(fetches);
        double bytes = value(bytesIn) - bytesSeen;
        long nanos = nowNanos - seenNanos;
        if (fetchesNow > fetchesSeen) {
            double answers = fetchesNow - fetchesSeen;
            fetchesSeen = fetchesNow;
            bytesSeen += bytes;
            seenNanos = nowNanos;
            boolean resized = faster(bytes / answers, nanos / answers);
            return new Finding(true, resized);
        }
        return new Finding(
                false, nanos > longestNanos && bytes > TRICKLE_BYTES && resize(size.within((long) bytes / 2)));
    }

    /** Grows again, twice as large at a time, once answers as large as allowed come in a quarter of the time that they may take. */
    private boolean faster(double bytesPerFetch, double nanosPerFetch) {
        boolean before = quick;
        quick = size.totalBytes() < wanted.totalBytes()
                && bytesPerFetch > size.totalBytes() / 2.0
                && nanosPerFetch < longestNanos / 4;
        return before && quick && resize(wanted.within(2L * size.totalBytes()));
    }

    private boolean resize(FetchSize other) {
        if (other.equals(size)) {
            return false;
        }
        size = other;
        fetches = null;
        fetchesSeen = 0;
        bytesSeen = 0;
        quick = false;
        return true;
    }

    private static Metric find(Map<MetricName, ? extends Metric> metrics, String name, String group) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(name)
                        && metric.getKey().group().equals(group)
                        && !metric.getKey().tags().containsKey("topic"))
                .findFirst()
                .<Metric>map(Map.Entry::getValue)
                .orElse(null);
    }

    private static double value(Metric metric) {
        return metric != null && metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
    }
}
