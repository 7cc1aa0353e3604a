package io.streambus.cli;

import io.streambus.connect.secret.KeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streambus secrets}: what the encryption of secrets in links needs. */
@Command(
        name = "secrets",
        description = "Makes keys for the secrets in link documents.",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class,
        subcommands = SecretsCommand.Key.class)
final class SecretsCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: key");
    }

    /** {@code streambus secrets key}: makes or extends a key file. */
    @Command(
            name = "key",
            description = {
                "Makes a file with a new key that only its owner may read (mode 600). The bridge (secrets.key.file) and all its"
                        + " workers (config.providers.streambus.param.key.file) need the same file."
            },
            mixinStandardHelpOptions = true,
            versionProvider = ProductVersion.class)
    static final class Key implements Callable<Integer> {

        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "The key file.")
        Path file;

        @Option(
                names = "--rotate",
                description =
                        "Put a new key before those of an existing file. Give the file to the workers before the bridge;"
                                + " a link is encrypted with the new key when it is updated.")
        boolean rotate;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            try {
                if (rotate) {
                    out.println("key " + KeyFile.rotate(file)
                            + " encrypts from now on, the earlier ones still decrypt: " + file);
                } else {
                    out.println("key " + KeyFile.create(file) + " made: " + file);
                }
            } catch (FileAlreadyExistsException e) {
                throw new IOException(
                        "'" + file + "' exists already, and its keys must not get lost; --rotate adds a key", e);
            } catch (NoSuchFileException e) {
                throw new IOException("'" + file + "' cannot be made: its directory does not exist", e);
            }
            out.flush();
            return 0;
        }
    }
}
