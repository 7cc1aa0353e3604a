package io.streambus.cli.exit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine;

/** The exit codes of the commands that talk to a bridge. Scripts rely on them: a number never changes its meaning. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOT_FOUND = 3;
    public static final int CONFLICT = 4;
    public static final int NO_ANSWER = 5;
    public static final int NOT_ALLOWED = 6;
    public static final int UNAVAILABLE = 7;
    public static final int UNHEALTHY = 8;
    public static final int NOT_RECONCILED = 9;

    private static final SortedMap<Integer, String> MEANINGS = new TreeMap<>(Map.of(
            OK, "all went well",
            FAILED, "the bridge refused the call or the document, or the link failed",
            USAGE, "the command line, a file that it names or the context file is wrong",
            NOT_FOUND, "there is no such link, or no such partition of it",
            CONFLICT, "the link exists already, has changed, or its status does not allow the call",
            NO_ANSWER, "no bridge answers, or not in time, or its certificate is not trusted",
            NOT_ALLOWED, "the bridge wants credentials, or these lack the role",
            UNAVAILABLE, "the bridge answers that it, Connect or a cluster is not available: try again",
            UNHEALTHY, "health --strict: a link is not healthy",
            NOT_RECONCILED, "the change was accepted, and is not through after --wait"));

    private ExitCode() {}

    /** Makes the help of a command and of all below it list the codes that they can give; one with others below it, the codes of all of them. */
    public static void describeIn(CommandLine command) {
        Map<String, String> list = new LinkedHashMap<>();
        codes(command).forEach(code -> list.put(" " + code, MEANINGS.get(code)));
        list.put("130, 143", "ended by Ctrl-C or SIGTERM");
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(list);
        command.getSubcommands().values().forEach(ExitCode::describeIn);
    }

    private static NavigableSet<Integer> codes(CommandLine command) {
        NavigableSet<Integer> codes = new TreeSet<>();
        codes.add(OK);
        codes.add(USAGE);
        Optional.ofNullable(command.getCommandSpec().userObject().getClass().getAnnotation(EndsWith.class))
                .ifPresent(ends -> Arrays.stream(ends.value()).forEach(codes::add));
        command.getSubcommands().values().forEach(inner -> codes.addAll(codes(inner)));
        return codes;
    }
}
