package io.streambus.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Messages for people, in lines that fit on a screen. Pure. */
public final class Message {

    /** The width of a screen that every terminal has, and of the help. */
    static final int WIDTH = 80;

    private static final String FURTHER = "    ";

    private Message() {}

    /** The text in lines of at most 80 columns, broken at blanks; where a line goes on it is indented by four more. A word that is longer stays whole. */
    public static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(line -> broken(line, lines));
        return lines;
    }

    private static void broken(String text, List<String> lines) {
        String indent = text.substring(0, text.length() - text.stripLeading().length());
        StringBuilder line = new StringBuilder(indent);
        boolean empty = true;
        for (String word : text.strip().split(" +", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent).append(FURTHER);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        lines.add(line.toString());
    }
}
