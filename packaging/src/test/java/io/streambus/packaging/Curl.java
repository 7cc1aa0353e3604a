package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs commands as printed by the real curl. The status comes from a .curlrc, so that nothing has to be added to a command. Confined to the test's
 * thread.
 */
final class Curl {

    private final Path directory;

    /** @param directory where the commands run, and find the files that they name */
    Curl(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve(".curlrc"), """
                silent
                show-error
                noproxy = "*"
                max-time = 60
                write-out = "\\n%{http_code}"
                """);
    }

    static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "curl")));
    }

    /** The commands of a block of shell text, each with the lines that belong to it. */
    static List<String> commands(String shell) {
        List<String> commands = new ArrayList<>();
        for (String line : shell.lines().toList()) {
            if (line.startsWith("curl ")) {
                commands.add(line);
            } else if (!commands.isEmpty()) {
                commands.set(commands.size() - 1, commands.get(commands.size() - 1) + '\n' + line);
            } else {
                assertThat(line).as("what stands before the first command").matches("#.*|\\s*");
            }
        }
        return commands;
    }

    Http.Answer run(String command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command).directory(directory.toFile());
        builder.environment().put("CURL_HOME", directory.toString());
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", command, output).isZero();
        int end = output.lastIndexOf('\n');
        String body = output.substring(0, end);
        return new Http.Answer(
                Integer.parseInt(output.substring(end + 1)),
                body,
                body.startsWith("{") || body.startsWith("[") ? Http.JSON.readTree(body) : MissingNode.getInstance());
    }
}
