package io.streambus.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How the copies of a partition, or of several, compare with what they are to be. Pure.
 *
 * @param what was compared
 * @param expected records that should be there
 * @param lost of them that are not there
 * @param twice copies that are there once too often
 * @param strange copies of nothing that should be there
 * @param outOfOrder first copies that stand behind a later one of their key
 * @param stale keys whose last copy is not of their last record
 */
record CrashFigures(String what, long expected, long lost, long twice, long strange, long outOfOrder, long stale) {

    CrashFigures {
        Objects.requireNonNull(what, "what");
    }

    static CrashFigures none(String what) {
        return new CrashFigures(what, 0, 0, 0, 0, 0, 0);
    }

    /** Of one partition. */
    static CrashFigures compare(String what, List<Line> expected, List<Line> found) {
        Map<String, Long> left = new HashMap<>();
        expected.forEach(line -> left.merge(line.content(), 1L, Long::sum));
        Set<String> known = Set.copyOf(left.keySet());
        long strange = 0;
        for (Line line : found) {
            if (known.contains(line.content())) {
                left.merge(line.content(), -1L, Long::sum);
            } else {
                strange++;
            }
        }
        long lost = left.values().stream().filter(n -> n > 0).mapToLong(n -> n).sum();
        long twice =
                -left.values().stream().filter(n -> n < 0).mapToLong(n -> n).sum();
        Map<String, String> lastFound = lastByKey(found);
        long stale = lastByKey(expected).entrySet().stream()
                .filter(last -> !last.getValue().equals(lastFound.get(last.getKey())))
                .count();
        return new CrashFigures(what, expected.size(), lost, twice, strange, outOfOrder(expected, found), stale);
    }

    private static long outOfOrder(List<Line> expected, List<Line> found) {
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < expected.size(); place++) {
            // Of equal ones, such as two tombstones, any order is right: the last place never accuses.
            places.put(expected.get(place).content(), place);
        }
        Map<String, Integer> highest = new HashMap<>();
        Set<String> seen = new HashSet<>();
        long outOfOrder = 0;
        for (Line line : found) {
            Integer place = places.get(line.content());
            if (place == null || !seen.add(line.content())) {
                continue;
            }
            if (place < highest.getOrDefault(line.key(), -1)) {
                outOfOrder++;
            } else {
                highest.put(line.key(), place);
            }
        }
        return outOfOrder;
    }

    private static Map<String, String> lastByKey(List<Line> lines) {
        Map<String, String> last = new HashMap<>();
        lines.forEach(line -> last.put(line.key(), line.content()));
        return last;
    }

    CrashFigures plus(CrashFigures other) {
        return new CrashFigures(
                what,
                expected + other.expected,
                lost + other.lost,
                twice + other.twice,
                strange + other.strange,
                outOfOrder + other.outOfOrder,
                stale + other.stale);
    }

    /** Tells the figures where a person who runs the tests sees them. */
    CrashFigures print() {
        System.out.println("[figures] " + this);
        return this;
    }

    /** Nothing lost, nothing twice, every key in order up to its last value. */
    void assertPerfect() {
        assertThat(expected).as("%s: there was something to copy", what).isPositive();
        assertThat(this).isEqualTo(new CrashFigures(what, expected, 0, 0, 0, 0, 0));
    }

    @Override
    public String toString() {
        return what + ": of " + expected + " lost " + lost + ", twice " + twice + ", strange " + strange
                + ", out of order " + outOfOrder + ", stale keys " + stale;
    }
}
