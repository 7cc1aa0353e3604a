package io.streambus.cli;

import io.streambus.cli.process.Surroundings;
import io.streambus.connect.reference.CommittedPage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CommandLineReferenceTest {

    @Test
    void theCommittedReferencePageIsWhatTheCommandsSay() throws IOException {
        CommandLine commandLine = StreamBus.commandLine(Surroundings.ofThisProcess());
        StringBuilder page = new StringBuilder("""
                # Command line

                Generated from the commands; `mvn test -Dstreambus.docs.write=true` writes it anew.

                `streambus link`, `status` and `context` are a thin client of the REST API. Without a context and without `--url` they ask
                http://localhost:8081. `-o json` and `-o yaml` give the bridge's own bodies: the body of the one link that is named, an array for several
                or `--all`. Tables are for people and may change.

                A message says what is wrong, and ends with what to do next. It is broken so that it fits on a screen of 80 columns; programs go by the exit
                code, of which every command's help lists those that it can give. While bridges elect a leader, as after one was killed, a command that
                changes something waits for it, up to 20 s.

                ## Contexts

                A context is a bridge under a name, with credentials and certificates. The file is `$STREAMBUS_CONFIG`, else `~/.streambus/config.yaml`. It
                is written for its owner alone (mode 600), and not read if others could read a secret or write a command in it, nor if it has credentials or
                a certificate, wherever they are kept, and others could write where they are sent.

                ```yaml
                current: east
                contexts:
                  east:
                    url: https://bridge-1.east.example.com:8081
                    peers: [https://bridge-2.east.example.com:8081]
                    user: alice
                    password_from: command:pass show streambus/east   # or env:NAME, file:PATH; or password: with the password itself
                    ca_file: /etc/streambus/ca.pem
                  west:
                    url: https://bridge.west.example.com:8081
                    token_from: file:/run/secrets/streambus-token     # or token: with the token itself
                    cert_file: /etc/streambus/client.pem
                    key_file: /etc/streambus/client.key
                ```

                A peer is asked where no connection to the bridge before it can be made. A bridge that answers 307 or 308, as one that does not lead may,
                is followed with method and body, never to another scheme, at most three times. Credentials go only to hosts that the context names in
                `url` and `peers`; elsewhere a redirect is not followed, and the message says how to list the bridge. `--url` takes credentials from the
                context that has just this url, and from no other.
                """);
        for (String command : List.of("link", "status", "context", "completion")) {
            section(page, commandLine.getSubcommands().get(command), "##");
        }

        new CommittedPage("docs/reference/cli.md").assertEqualTo(page.toString());
    }

    private static void section(StringBuilder page, CommandLine command, String level) {
        page.append("\n%s %s\n\n```\n%s```\n"
                .formatted(level, command.getCommandSpec().qualifiedName(), command.getUsageMessage(Ansi.OFF)));
        command.getSubcommands().values().forEach(inner -> section(page, inner, level + "#"));
    }
}
