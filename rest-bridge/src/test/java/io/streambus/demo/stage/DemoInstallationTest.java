package io.streambus.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoInstallationTest {

    @Test
    void theCommandCanBePastedAsItIs() {
        DemoInstallation installation = new DemoInstallation(Path.of("/opt/sb"), "./streambus");

        assertThat(installation.bridgeCommand(Path.of("/tmp/demo-1/bridge.properties")))
                .isEqualTo("./streambus bridge --config /tmp/demo-1/bridge.properties");
    }

    @Test
    void wordsThatAShellWouldSplitAreQuoted() {
        DemoInstallation installation = new DemoInstallation(Path.of("/opt/sb"), "/my tools/streambus");

        assertThat(installation.bridgeCommand(Path.of("/it's here/bridge.properties")))
                .isEqualTo("'/my tools/streambus' bridge --config '/it'\\''s here/bridge.properties'");
    }
}
