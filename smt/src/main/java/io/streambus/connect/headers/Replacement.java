package io.streambus.connect.headers;

import io.streambus.connect.record.HeaderText;
import java.util.Objects;

/**
 * A rule for the values of one header: where the value is the old text, it becomes the new one; other values stay as they are.
 *
 * @param oldValue to be replaced
 * @param newValue to take its place
 */
public record Replacement(HeaderText oldValue, HeaderText newValue) {

    private static final String ARROW = "->";

    public Replacement {
        Objects.requireNonNull(oldValue, "oldValue");
        Objects.requireNonNull(newValue, "newValue");
    }

    /**
     * @param rule {@code old -> new}; blanks around the arrow and at the ends do not count
     * @throws IllegalArgumentException if the text has not exactly one arrow or nothing on one side of it
     */
    public static Replacement parse(String rule) {
        int arrow = rule.indexOf(ARROW);
        if (arrow < 0 || rule.indexOf(ARROW, arrow + 1) >= 0) {
            throw new IllegalArgumentException("the rule must have exactly one '" + ARROW
                    + "' between the old and the new value, as in us-west-1 -> us-east-1");
        }
        String oldValue = rule.substring(0, arrow).strip();
        String newValue = rule.substring(arrow + ARROW.length()).strip();
        if (oldValue.isEmpty() || newValue.isEmpty()) {
            throw new IllegalArgumentException(
                    "the rule must have a value on both sides of '" + ARROW + "'; to take a header away, use remove");
        }
        return new Replacement(new HeaderText(oldValue), new HeaderText(newValue));
    }
}
