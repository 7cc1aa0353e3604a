package io.streambus.cli.command;

import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.context.BridgeUrl;
import io.streambus.cli.context.Context;
import io.streambus.cli.context.ContextFile;
import io.streambus.cli.context.Contexts;
import io.streambus.cli.context.Credentials;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.process.Surroundings;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say which bridge. */
final class Connection {

    private final Surroundings surroundings;

    Connection(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @ArgGroup
    Choice choice = new Choice();

    static final class Choice {

        @Option(
                names = "--context",
                paramLabel = "NAME",
                description =
                        "Talk to the bridge of this context (default: the current one, else http://localhost:8081).")
        String context;

        @Option(
                names = "--url",
                paramLabel = "URL",
                description =
                        "Talk to this bridge; with the credentials of the context that has this url, else without.")
        String url;
    }

    /** @throws CommandFailure if the choice cannot be made */
    BridgeClient open(PrintWriter messages) throws InterruptedException {
        Context context = context();
        if (!(context.credentials() instanceof Credentials.None)
                && context.url().uri().getScheme().equals("http")
                && !isThisMachine(context.url())) {
            messages.println("warning: credentials go to " + context.url()
                    + " as everybody on the way can read them; use https");
            messages.flush();
        }
        return new BridgeClient(context, surroundings.environment());
    }

    private Context context() {
        Contexts contexts = ContextFile.of(surroundings).read();
        if (choice.url != null) {
            return contexts.at(url());
        }
        Optional<String> name = Optional.ofNullable(choice.context).or(contexts::current);
        if (name.isEmpty()) {
            return contexts.at(BridgeUrl.DEFAULT);
        }
        Context context = contexts.byName().get(name.get());
        if (context == null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "there is no context '" + name.get() + "'; there are "
                            + contexts.byName().keySet(),
                    "streambus context list shows them, streambus context add makes one");
        }
        return context;
    }

    private BridgeUrl url() {
        try {
            return BridgeUrl.parse(choice.url);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--url: " + e.getMessage(), "for one on this machine: --url " + BridgeUrl.DEFAULT);
        }
    }

    private static boolean isThisMachine(BridgeUrl url) {
        String host = url.uri().getHost();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
