package io.streambus.cli.context;

import io.streambus.cli.context.Context.ClientIdentity;
import io.streambus.cli.option.Help;
import io.streambus.cli.process.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streambus context add}. A secret never comes from the command line itself, where every user of the machine could read it. */
@Command(
        name = "add",
        description = {
            "Adds a context, or replaces the one of that name; the first one becomes the current one. A secret is referred to"
                    + " by env:NAME, file:PATH or command:WORDS, or comes on standard input and is kept in the file."
        },
        sortOptions = false)
final class ContextAddCommand implements Runnable {

    private final Surroundings surroundings;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The context.")
    String name;

    @Option(names = "--url", paramLabel = "URL", required = true, description = "The bridge.")
    String url;

    @Option(
            names = "--peer",
            paramLabel = "URL",
            description =
                    "Another bridge on the same control cluster: asked when the first does not answer, and trusted"
                            + " with the credentials. May be given several times.")
    List<String> peers = new ArrayList<>();

    @Option(names = "--user", paramLabel = "NAME", description = "Basic authentication; wants a password.")
    String user;

    @Option(names = "--password-from", paramLabel = "REF", description = "Where the password is.")
    String passwordFrom;

    @Option(names = "--password-stdin", description = "The password is the first line of standard input.")
    boolean passwordStdin;

    @Option(names = "--token-from", paramLabel = "REF", description = "Where the bearer token is.")
    String tokenFrom;

    @Option(names = "--token-stdin", description = "The bearer token is the first line of standard input.")
    boolean tokenStdin;

    @Option(names = "--ca-file", paramLabel = "FILE", description = "PEM: whom to trust instead of Java's authorities.")
    Path caFile;

    @Option(names = "--cert-file", paramLabel = "FILE", description = "PEM: the client certificate and its chain.")
    Path certFile;

    @Option(names = "--key-file", paramLabel = "FILE", description = "PEM, PKCS #8, not encrypted: its key.")
    Path keyFile;

    @Option(names = "--use", description = "Make it the current one.")
    boolean use;

    @Mixin
    Help help;

    ContextAddCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        ContextFile file = ContextFile.of(surroundings);
        Contexts contexts = file.read();
        try {
            Contexts.checkName(name);
            Context context = context();
            requireUsable(context);
            Contexts more = contexts.with(name, context);
            file.write(use ? more.use(name) : more);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Context context() {
        if ((certFile == null) != (keyFile == null)) {
            throw new IllegalArgumentException("--cert-file and --key-file go together, and one of them is missing");
        }
        return new Context(
                BridgeUrl.parse(url),
                peers.stream().map(BridgeUrl::parse).toList(),
                credentials(),
                Optional.ofNullable(caFile).map(Path::toAbsolutePath),
                Optional.ofNullable(certFile)
                        .map(cert -> new ClientIdentity(cert.toAbsolutePath(), keyFile.toAbsolutePath())));
    }

    /** A file that is not there would be told by every call from now on. */
    private static void requireUsable(Context context) {
        if (context.caFile().isPresent() || context.identity().isPresent()) {
            PemTrust.context(context.caFile(), context.identity());
        }
    }

    private Credentials credentials() {
        int ways = (passwordFrom == null ? 0 : 1)
                + (passwordStdin ? 1 : 0)
                + (tokenFrom == null ? 0 : 1)
                + (tokenStdin ? 1 : 0);
        if (ways > 1) {
            throw new IllegalArgumentException("one password or one token is wanted, found " + ways);
        }
        boolean password = passwordFrom != null || passwordStdin;
        if ((user != null) != password) {
            throw new IllegalArgumentException(
                    "--user and its password (--password-from, --password-stdin) go together, and one of them is missing");
        }
        if (ways == 0) {
            return new Credentials.None();
        }
        Credentials.Secret secret = passwordStdin || tokenStdin
                ? new Credentials.Given(firstLine())
                : new Credentials.Referred(SecretSource.parse(password ? passwordFrom : tokenFrom));
        return password ? new Credentials.Basic(user, secret) : new Credentials.Bearer(secret);
    }

    private String firstLine() {
        try {
            // Not closed: standard input is the process's.
            String line =
                    new BufferedReader(new InputStreamReader(surroundings.input(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("standard input cannot be read: " + e, e);
        }
    }
}
