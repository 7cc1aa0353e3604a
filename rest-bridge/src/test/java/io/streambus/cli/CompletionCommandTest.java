package io.streambus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shells make of the script. */
class CompletionCommandTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "'streambus li', link",
        "'streambus link sta', start",
        "'streambus link ski', skip",
        "'streambus link apply --dr', --dry-run",
        "'streambus link list -o ', json",
        "'streambus completion ', zsh"
    })
    void bash_completes_commands_options_and_words(String typed, String completed) throws Exception {
        assertThat(completions("bash", typed)).contains(completed);
    }

    @Test
    void zsh_completes_too() throws Exception {
        assertThat(completions("zsh", "streambus link sta")).contains("start");
    }

    @Test
    void another_shell_is_refused_by_name() {
        Cli cli = new Cli(temp);

        assertThat(cli.run("completion fish")).isEqualTo(2);
        assertThat(cli.err()).contains("bash, zsh", "fish");
    }

    private List<String> completions(String shell, String typed) throws Exception {
        assumeThat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, shell))))
                .as(shell + " is there")
                .isTrue();
        Cli cli = new Cli(temp);
        assertThat(cli.run("completion " + shell)).as(cli.err()).isZero();
        Path script = Files.writeString(temp.resolve("completion"), cli.out());
        // As the shell calls it: the words typed so far, and which of them is completed.
        String call = """
                source %s
                COMP_LINE='%s' COMP_POINT=%d
                COMP_WORDS=(%s) COMP_CWORD=%d
                COMPREPLY=()
                _complete_streambus streambus
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(script, typed, typed.length(), words(typed), typed.split(" ", -1).length - 1);
        Process process = new ProcessBuilder(shell, "-c", call)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return output.lines().map(String::strip).toList();
    }

    private static String words(String typed) {
        return Arrays.stream(typed.split(" ", -1))
                .map(word -> "'" + word + "'")
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }
}
