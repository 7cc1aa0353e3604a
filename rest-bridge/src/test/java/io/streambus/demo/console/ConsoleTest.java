package io.streambus.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void onATerminalTheLiveLineIsReplaced() {
        Console console = console(true);

        console.live("one");
        console.live("two");

        assertThat(output()).isEqualTo("\rone\u001b[K\rtwo\u001b[K");
    }

    @Test
    void onATerminalLinesThatStayComeAboveTheLiveOne() {
        Console console = console(true);

        console.live("live");
        console.print("stays");

        assertThat(output()).isEqualTo("\rlive\u001b[K" + ERASE + "stays\n\rlive\u001b[K");
    }

    @Test
    void elsewhereEveryUpdateIsALineAndPassingOnesAreLeftOut() {
        Console console = console(false);

        console.live("one");
        console.passing("passing");
        console.live("two");
        console.keepLive();
        console.print("stays");

        assertThat(output()).isEqualTo("one\ntwo\nstays\n");
    }

    private Console console(boolean terminal) {
        return new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
    }

    private String output() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
