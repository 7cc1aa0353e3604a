package io.streambus.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streambus completion}: what a shell needs to complete commands, options and their words. */
@Command(
        name = "completion",
        description = "Prints what makes a shell complete commands, options and their words.",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(streambus completion bash)      in this shell, or in ~/.bashrc for all",
            "  source <(streambus completion zsh)       likewise, in ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    /** As one types them. */
    enum Shell {
        bash,
        zsh
    }

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    Shell shell;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        // One script for both: in zsh it loads what makes bash's completions work there.
        out.print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
        out.flush();
        return 0;
    }
}
