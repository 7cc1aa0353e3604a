package io.streambus.cli.output;

/** Text of others, made safe to print. */
public final class Plain {

    private Plain() {}

    /** On one line and without control characters: a link's name must not steer a terminal. */
    public static String text(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
