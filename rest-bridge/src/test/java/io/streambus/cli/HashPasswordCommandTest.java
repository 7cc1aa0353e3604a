package io.streambus.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.streambus.bridge.access.Accounts;
import io.streambus.bridge.access.Authentication;
import io.streambus.bridge.access.Scheme;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With input from a pipe, and typed at a terminal that util-linux's {@code script} makes. */
@Timeout(60)
class HashPasswordCommandTest {

    private static final long HANGS_AFTER_SECONDS = 30;

    private static final String RUN =
            "java -XX:TieredStopAtLevel=1 -Dstreambus.terminal.in=true io.streambus.cli.StreamBus hash-password --user ann"
                    + " --role admin >> passwords";

    @TempDir
    Path temp;

    @Test
    void a_piped_password_is_the_first_line() throws IOException {
        Cli cli = new Cli(temp).piping("hunter2\nmore\n");

        assertThat(cli.run("hash-password --user ann --role admin")).isZero();
        assertHash(cli.out());
        assertThat(new Cli(temp).piping("\n").run("hash-password --user ann")).isOne();
    }

    /** As the README shows it: the line goes to a file, and the question to the terminal. */
    @Test
    void a_typed_password_is_asked_for_and_not_shown_also_where_the_line_goes_to_a_file() throws Exception {
        String shown = typing(RUN + "; stty -a", "hunter2\n");

        assertThat(shown).contains("Password: ").doesNotContain("hunter2");
        assertThat(shown).as("the terminal shows again what is typed").containsPattern("[ ;]echo ");
        assertHash(Files.readString(temp.resolve("passwords")));
    }

    @Test
    void a_terminal_shows_again_what_is_typed_after_an_interrupt() throws Exception {
        String shown = typing("trap : INT; " + RUN + "; stty -a", "hunter2\u0003");

        assertThat(shown).doesNotContain("hunter2").containsPattern("[ ;]echo ");
        assertThat(temp.resolve("passwords")).isEmptyFile();
    }

    private String typing(String command, String keys) throws Exception {
        assumeThat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "script"))))
                .as("script is there, which makes a terminal")
                .isTrue();
        assumeThat(System.getProperty("os.name"))
                .as("script has util-linux's options")
                .isEqualTo("Linux");
        List<String> words = new ArrayList<>(interruptible());
        words.addAll(List.of("script", "--quiet", "--command", command, "/dev/null"));
        ProcessBuilder script = new ProcessBuilder(words);
        script.directory(temp.toFile()).redirectErrorStream(true);
        script.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        script.environment().put("SHELL", "/bin/sh");
        script.environment().put("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));
        Process process = script.start();
        // Nothing interrupts who reads: the end of what is read does.
        var unused = process.onExit()
                .orTimeout(HANGS_AFTER_SECONDS, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
        try {
            InputStream terminal = process.getInputStream();
            StringBuilder shown = new StringBuilder();
            int next = terminal.read();
            while (next >= 0) {
                shown.append((char) next);
                if (shown.toString().endsWith("Password: ")) {
                    process.getOutputStream().write(keys.getBytes(UTF_8));
                    process.getOutputStream().flush();
                }
                next = terminal.read();
            }
            return shown.toString();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A build that was started in the background ignores Ctrl-C, which every process inherits and no shell can undo. */
    private static List<String> interruptible() throws Exception {
        List<String> words = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(words);
        trial.add("true");
        boolean known = new ProcessBuilder(trial)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        return known ? words : List.of();
    }

    private void assertHash(String line) throws IOException {
        assertThat(line).startsWith("ann:admin:$pbkdf2-sha256$").hasLineCount(1);
        Accounts accounts =
                Accounts.open(Map.of(Scheme.BASIC, Files.writeString(temp.resolve("passwords-to-check"), line)));
        String header = "Basic " + Base64.getEncoder().encodeToString("ann:hunter2".getBytes(UTF_8));
        assertThat(accounts.identify(InetAddress.getLoopbackAddress(), Optional.of(header), Optional.empty()))
                .isInstanceOf(Authentication.Known.class);
    }
}
