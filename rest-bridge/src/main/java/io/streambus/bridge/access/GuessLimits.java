package io.streambus.bridge.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps those who guess from getting in the way of the others: an address has one login checked at a time, and after a few wrong ones it waits, longer
 * each time. A right login does not end the wait, else whoever has one login could guess others. Thread-safe.
 */
final class GuessLimits {

    /** Wrong logins that cost no wait: people mistype. */
    private static final int FREE = 5;

    private static final Duration BUSY_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);
    private static final int MOST_ADDRESSES = 10_000;

    private record Wrong(int count, long lastNs) {

        Duration waits(long nowNs) {
            if (count < FREE) {
                return Duration.ZERO;
            }
            Duration doubled = Duration.ofSeconds(1L << Math.min(count - FREE, 10));
            Duration whole = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
            return whole.minusNanos(nowNs - lastNs);
        }
    }

    private final Cache<CallerNetwork, Wrong> wrong;
    private final Set<CallerNetwork> checking = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;

    GuessLimits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.wrong = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterWrite(FORGOTTEN)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** @return empty if the login may be checked, and then {@link #end} has to be called; else how long to wait */
    Optional<Duration> begin(InetAddress address) {
        CallerNetwork network = CallerNetwork.of(address);
        Wrong before = wrong.getIfPresent(network);
        Duration wait = before == null ? Duration.ZERO : before.waits(nanoTime.getAsLong());
        if (wait.compareTo(Duration.ZERO) > 0) {
            return Optional.of(wait);
        }
        return checking.add(network) ? Optional.empty() : Optional.of(BUSY_WAIT);
    }

    void wrong(InetAddress address) {
        long now = nanoTime.getAsLong();
        wrong.asMap()
                .merge(
                        CallerNetwork.of(address),
                        new Wrong(1, now),
                        (before, one) -> new Wrong(before.count() + 1, now));
    }

    void end(InetAddress address) {
        checking.remove(CallerNetwork.of(address));
    }
}
