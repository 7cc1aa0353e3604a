package io.streambus.cli.link;

import picocli.CommandLine.Option;

/** {@code --help}, for every command. */
final class Help {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    boolean asked;
}
