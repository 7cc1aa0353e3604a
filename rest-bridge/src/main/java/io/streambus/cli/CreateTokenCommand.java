package io.streambus.cli;

import io.streambus.bridge.access.Token;
import io.streambus.bridge.access.User;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code streambus create-token}: makes a bearer token and its line of the bridge's file. */
@Command(
        name = "create-token",
        description =
                "Makes a random token. The first line printed is for the caller, and is kept nowhere; the second goes into"
                        + " the file of authentication.bearer.file.",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class CreateTokenCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Mixin
    NewUser user;

    @Override
    public Integer call() {
        User named = user.checked(spec.commandLine());
        Token token = Token.random();
        spec.commandLine().getOut().println(token.text());
        spec.commandLine().getOut().println(NewUser.line(named, token.hash()));
        return 0;
    }
}
