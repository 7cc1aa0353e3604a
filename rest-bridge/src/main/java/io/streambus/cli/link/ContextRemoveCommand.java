package io.streambus.cli.link;

import io.streambus.cli.context.ContextFile;
import io.streambus.cli.context.Contexts;
import io.streambus.cli.process.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code streambus context remove}. */
@Command(
        name = "remove",
        description = "Removes a context with its credentials; without a current one, --url or the default counts.")
final class ContextRemoveCommand implements Runnable {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "The context.")
    String name;

    @Mixin
    Help help;

    ContextRemoveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        ContextFile file = ContextFile.of(surroundings);
        Contexts contexts = file.read();
        ContextUseCommand.requirePresent(contexts, name);
        file.write(contexts.without(name));
    }
}
