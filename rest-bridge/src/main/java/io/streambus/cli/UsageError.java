package io.streambus.cli;

import io.streambus.cli.output.Message;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said of a command line that is wrong: what, and how to go on. Picocli's own answer, the whole help, would push the message off the screen. */
final class UsageError {

    private UsageError() {}

    /** Says it on standard error. */
    static int print(ParameterException error, String[] words) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        Message.lines(name + ": " + what(error)).forEach(err::println);
        Message.lines("  next: " + next(error, name)).forEach(err::println);
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String what(ParameterException error) {
        return misspelt(error) ? "there is no command '" + unmatched(error).get(0) + "'" : error.getMessage();
    }

    private static String next(ParameterException error, String name) {
        List<String> suggestions = error instanceof UnmatchedArgumentException unmatched
                ? new ArrayList<>(unmatched.getSuggestions())
                : List.of();
        String help = name + " --help lists " + (hasCommands(error) ? "the commands" : "all options");
        return suggestions.isEmpty() ? help : "did you mean " + String.join(" or ", suggestions) + "? " + help;
    }

    private static boolean misspelt(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !unmatched.getUnmatched().isEmpty()
                && hasCommands(error);
    }

    private static List<String> unmatched(ParameterException error) {
        return ((UnmatchedArgumentException) error).getUnmatched();
    }

    private static boolean hasCommands(ParameterException error) {
        return !error.getCommandLine().getSubcommands().isEmpty();
    }
}
