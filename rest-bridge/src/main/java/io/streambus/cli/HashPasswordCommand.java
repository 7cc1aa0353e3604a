package io.streambus.cli;

import io.streambus.bridge.access.PasswordHash;
import io.streambus.bridge.access.User;
import java.io.BufferedReader;
import java.io.Console;
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

    @Spec
    CommandSpec spec;

    @Mixin
    NewUser user;

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

    /** Typed unseen at a terminal, else the first line. */
    // Where Java gives a console without a terminal (22 to 24), it reads a line of standard input all the same.
    @SuppressWarnings("SystemConsoleNull")
    private static char[] password() throws IOException {
        Console console = System.console();
        boolean terminal = console != null && Boolean.getBoolean("streambus.terminal");
        if (terminal) {
            return Optional.ofNullable(console.readPassword("Password: ")).orElseGet(() -> new char[0]);
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return Optional.ofNullable(input.readLine()).orElse("").toCharArray();
    }
}
