package io.streambus.cli.link;

import io.streambus.cli.context.ContextFile;
import io.streambus.cli.context.Contexts;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.process.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code streambus context use}. */
@Command(name = "use", description = "Makes a context the current one.")
final class ContextUseCommand implements Runnable {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "The context.")
    String name;

    @Mixin
    Help help;

    ContextUseCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        ContextFile file = ContextFile.of(surroundings);
        Contexts contexts = file.read();
        requirePresent(contexts, name);
        file.write(contexts.use(name));
    }

    static void requirePresent(Contexts contexts, String name) {
        if (!contexts.byName().containsKey(name)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "there is no context '" + name + "'; there are "
                            + contexts.byName().keySet());
        }
    }
}
