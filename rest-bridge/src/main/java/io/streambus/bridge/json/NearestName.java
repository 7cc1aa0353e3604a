package io.streambus.bridge.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that a typo most likely meant. */
public final class NearestName {

    private NearestName() {}

    /** @return the nearest known name; empty if none is near enough to be what was meant */
    public static Optional<String> of(String unknown, Collection<String> known) {
        // A third of the name may be wrong; beyond that a suggestion misleads.
        int bound = Math.max(1, Math.min(unknown.length(), 64) / 3);
        return known.stream()
                .filter(name -> Math.abs(name.length() - unknown.length()) <= bound)
                .filter(name -> distance(unknown, name) <= bound)
                .min(Comparator.<String>comparingInt(name -> distance(unknown, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(previous[j - 1] + swap, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
