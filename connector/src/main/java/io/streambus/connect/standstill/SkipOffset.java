package io.streambus.connect.standstill;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a partition that stands still goes on when what stops it is passed over. It is part of the message that tells of the standstill, for only whoever
 * writes the message knows it. Pure.
 */
public final class SkipOffset {

    private static final String CLAUSE = "Skipping goes on at offset ";
    private static final Pattern IN_MESSAGE = Pattern.compile(CLAUSE + "(\\d{1,19})(?!\\d)");

    private SkipOffset() {}

    /**
     * The sentence for messages, without its full stop.
     *
     * @param next the first source offset that is read then, 0 or more
     */
    public static String sentence(long next) {
        return CLAUSE + next + ", restarting at the beginning";
    }

    /** @return what {@link #sentence} was made of; empty if the message does not have it: skipping does not end the standstill then */
    public static OptionalLong of(String message) {
        Matcher found = IN_MESSAGE.matcher(message);
        try {
            return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
