package io.streambus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.cli.process.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class StreamBusTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesCommandsAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("demo").contains("bridge").contains("Exit codes:");
    }

    @Test
    void helpOfTheDemoNamesEveryOption() {
        assertThat(run("demo", "--help")).isZero();
        assertThat(out.toString()).contains("--records", "--idle", "--rate", "--data-dir", "--port-base");
    }

    @Test
    void theHiddenOptionOfTheBridgeStaysHidden() {
        assertThat(run("bridge", "--help")).isZero();
        assertThat(out.toString()).contains("--config").doesNotContain("--exit-with-parent");
    }

    @Test
    void theVersionIsTheBuildsAndNoPlaceholder() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("streambus \\d+\\.\\d+\\.\\d+\\S* \\(Java .+\\)\\R");
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(run()).isEqualTo(2);
        assertThat(Cli.unbroken(err.toString()))
                .contains("a command is missing: demo, bridge, secrets, link, status or context");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--records 0|--records must be 1 or more, found 0",
                "--records many|is not a long",
                "--rate 0|--rate must be 1 record per second or more, found 0",
                "--port-base 65436|--port-base must be 1 to 65435 (us-east-1 takes P+100), found 65436",
                "--idle --rate 5|leave one of them out",
                "--idle --records 5|mutually exclusive",
                "--recrods 5|Unknown option"
            })
    void wrongOptionsOfTheDemoAreUsageErrorsThatNameTheRule(String options, String message) {
        assertThat(run(("demo " + options).split(" "))).isEqualTo(2);
        assertThat(Cli.unbroken(err.toString())).contains(message);
    }

    @Test
    void aDemoWithoutTheLauncherSaysHowToStartIt() {
        assertThat(run("demo")).isEqualTo(1);
        assertThat(Cli.unbroken(err.toString())).contains("streambus demo: ").contains("./streambus demo");
    }

    @Test
    void aBridgeWithoutConfigIsAUsageError() {
        assertThat(run("bridge")).isEqualTo(2);
        assertThat(Cli.unbroken(err.toString())).contains("--config");
    }

    @Test
    void aConfigThatIsNotThereIsSaidInOneLine() {
        assertThat(run("bridge", "--config", "/no/such/file")).isEqualTo(1);
        assertThat(Cli.unbroken(err.toString()))
                .contains("the configuration '/no/such/file' (--config) does not exist")
                .hasLineCount(1);
    }

    private int run(String... args) {
        CommandLine commandLine = StreamBus.commandLine(Surroundings.ofThisProcess())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return commandLine.execute(args);
    }
}
