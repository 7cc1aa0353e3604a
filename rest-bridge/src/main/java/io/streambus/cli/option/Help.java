package io.streambus.cli.option;

import picocli.CommandLine.Option;

/** {@code --help}, for every command. */
public final class Help {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    boolean asked;
}
