package io.streambus.cli.exit;

import java.util.LinkedHashMap;
import java.util.Map;
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

    private ExitCode() {}

    /** Makes the help of a command and of all below it list the codes. */
    public static void describeIn(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(descriptions());
        command.getSubcommands().values().forEach(ExitCode::describeIn);
    }

    private static Map<String, String> descriptions() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(" " + OK, "all went well");
        codes.put(" " + FAILED, "the bridge refused the call or the document, or the link failed");
        codes.put(" " + USAGE, "the command line, a file that it names or the context file is wrong");
        codes.put(" " + NOT_FOUND, "there is no such link");
        codes.put(" " + CONFLICT, "the link exists already, has changed, or its status does not allow the call");
        codes.put(" " + NO_ANSWER, "no bridge answers, or not in time, or its certificate is not trusted");
        codes.put(" " + NOT_ALLOWED, "the bridge wants credentials, or these lack the role");
        codes.put(" " + UNAVAILABLE, "the bridge answers that it, Connect or a cluster is not available: try again");
        codes.put(" " + UNHEALTHY, "health --strict: a link is not healthy");
        codes.put(" " + NOT_RECONCILED, "the change was accepted, and is not through after --wait");
        codes.put("130, 143", "ended by Ctrl-C or SIGTERM");
        return codes;
    }
}
