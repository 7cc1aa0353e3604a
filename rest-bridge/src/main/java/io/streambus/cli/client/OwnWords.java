package io.streambus.cli.client;

import io.streambus.cli.output.Plain;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a bridge says, without what it says to callers of its API: who types commands is told the command to type, not the call to make. Pure.
 */
public final class OwnWords {

    private static final String CALL =
            "\\b(GET|PUT|POST|PATCH|DELETE)\\b|/api/v\\d|\\?\\w+=|\\bIf-Match\\b|JSON pointer";

    /** The way out of a stand-still, which has a command of its own. */
    private static final Pattern STANDSTILL =
            Pattern.compile("POST …/links/([^/\\s]+)/stop, then …/partitions/([^/\\s]+)/(skip|restart)"
                    + "( or …/partitions/[^/\\s]+/restart)?, then …/start");

    private static final Pattern IS_CALL = Pattern.compile(CALL);
    private static final Pattern IN_BRACKETS = Pattern.compile("\\s*\\([^()]*(" + CALL + ")[^()]*\\)");
    private static final Pattern CLAUSES = Pattern.compile("(?<=[;.]) ");

    private OwnWords() {}

    /**
     * The text, safe to print: commands in place of calls where there are some, else without the clauses and brackets that name calls. What comes
     * first is the matter itself, and stays in any case.
     */
    public static String of(String text) {
        String withCommands = STANDSTILL.matcher(Plain.text(text)).replaceAll(OwnWords::command);
        String[] clauses = CLAUSES.split(IN_BRACKETS.matcher(withCommands).replaceAll(""), -1);
        StringBuilder words = new StringBuilder(clauses[0]);
        boolean left = false;
        for (int i = 1; i < clauses.length; i++) {
            boolean call = IS_CALL.matcher(clauses[i]).find();
            left |= call;
            if (!call) {
                words.append(' ').append(clauses[i]);
            }
        }
        // What led to a clause that is gone leads nowhere.
        boolean open = left && (words.charAt(words.length() - 1) == ';' || !text.endsWith("."));
        return open ? words.toString().replaceFirst("[;.]$", "") : words.toString();
    }

    private static String command(MatchResult calls) {
        return Matcher.quoteReplacement("streambus link " + calls.group(3) + ' ' + calls.group(1) + " --partition "
                + calls.group(2) + " --stop" + (calls.group(4) == null ? "" : ", or restart instead of skip"));
    }
}
