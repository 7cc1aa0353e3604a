package io.streambus.cli;

import io.streambus.bridge.access.PasswordHash;
import io.streambus.bridge.access.User;
import io.streambus.cli.process.HiddenLine;
import io.streambus.cli.process.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code streambus hash-password}: makes a line of the bridge's file of passwords. */
@Command(
        name = "hash-password",
        description =
                "Reads a password from standard input and prints the line for the file of authentication.basic.file.",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class HashPasswordCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    CommandSpec spec;

    @Mixin
    NewUser user;

    HashPasswordCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        User named = user.checked(spec.commandLine());
        char[] password = password();
        if (password.length == 0) {
            throw new IOException("the password is empty; give it on standard input, in one line");
        }
        spec.commandLine()
                .getOut()
                .println(NewUser.line(named, PasswordHash.of(password).text()));
        Arrays.fill(password, '\0');
        return 0;
    }

    /** Typed unseen at a terminal, wherever the line goes; else the first line. */
    private char[] password() throws IOException {
        if (surroundings.inputIsTerminal()) {
            return HiddenLine.ask("Password: ", surroundings.input()).orElse("").toCharArray();
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(surroundings.input(), StandardCharsets.UTF_8));
        return Optional.ofNullable(input.readLine()).orElse("").toCharArray();
    }
}
