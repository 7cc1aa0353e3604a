package io.streambus.bridge.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The rate of a counter over the last stretch of time. Confined to its owner. */
final class RateWindow {

    private record Sample(Instant at, long count) {}

    private final Duration length;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param length longer than the counter's own interval of change, or the rate flickers */
    RateWindow(Duration length) {
        this.length = length;
    }

    /** @return per second, over the window up to {@code now}; 0 with fewer than two samples */
    double add(Instant now, long count) {
        samples.addLast(new Sample(now, count));
        // The newest sample outside stays: the window has to be covered whole.
        while (samples.size() > 2 && secondIsOutside(now)) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        double seconds = Duration.between(first.at(), now).toNanos() / 1e9;
        return seconds <= 0 ? 0 : (count - first.count()) / seconds;
    }

    void clear() {
        samples.clear();
    }

    private boolean secondIsOutside(Instant now) {
        Sample second = samples.stream().skip(1).findFirst().orElseThrow();
        return !second.at().isAfter(now.minus(length));
    }
}
