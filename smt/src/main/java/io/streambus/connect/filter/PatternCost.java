package io.streambus.connect.filter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds what a pattern may cost before it is compiled: RE2/J writes counted repetitions out, so that {@code ((a{1000}){1000}){1000}} would take
 * the worker's whole memory, and its parser goes as deep as a pattern is nested.
 */
final class PatternCost {

    /** In characters. */
    static final int MAX_LENGTH = 2_000;
    /** In instructions, roughly; an upper bound of what the engine makes of the pattern. */
    static final int MAX_INSTRUCTIONS = 10_000;

    private static final Pattern REPETITION = Pattern.compile("(.?)\\{(\\d+)(?:,(\\d*))?\\}", Pattern.DOTALL);

    private PatternCost() {}

    /** @throws IllegalArgumentException if the pattern goes beyond a bound */
    static void require(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the pattern has " + pattern.length() + " characters, allowed are " + MAX_LENGTH);
        }
        double instructions = instructions(pattern);
        if (instructions > MAX_INSTRUCTIONS) {
            throw new IllegalArgumentException("the counted repetitions of '" + pattern + "' multiply to about "
                    + (long) Math.min(instructions, 1e15) + " steps, allowed are " + MAX_INSTRUCTIONS
                    + ": nest them less or repeat less often");
        }
    }

    /**
     * Repeated groups may be nested in each other, so they multiply; other repetitions add up within them. What only looks like a repetition (in a
     * character class, behind a backslash) counts too: the bound may be too high, never too low.
     */
    private static double instructions(String pattern) {
        double added = pattern.length();
        double factor = 1;
        Matcher repetition = REPETITION.matcher(pattern);
        while (repetition.find()) {
            String max = repetition.group(3);
            double times = Double.parseDouble(max == null || max.isEmpty() ? repetition.group(2) : max);
            if (repetition.group(1).equals(")")) {
                factor *= Math.max(times, 1);
            } else {
                added += times;
            }
        }
        return added * factor;
    }
}
