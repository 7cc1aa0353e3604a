package io.streambus.demo.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void aBaseGivesAllFourPorts() {
        assertThat(Ports.from(20_000)).isEqualTo(new Ports(20_000, 20_100, 20_001, 20_002));
    }

    @Test
    void takenPortsAreNamedAllAtOnceWithTheOptionThatHelps() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket east = new ServerSocket(0, 1, loopback);
                ServerSocket bridge = new ServerSocket(0, 1, loopback)) {
            Ports ports = new Ports(free(), east.getLocalPort(), free(), bridge.getLocalPort());

            assertThatThrownBy(ports::checkFree)
                    .isInstanceOf(StageException.class)
                    .hasMessageContaining("port " + east.getLocalPort() + " for us-east-1")
                    .hasMessageContaining("port " + bridge.getLocalPort() + " for the bridge")
                    .hasMessageContaining("--port-base")
                    .hasMessageNotContaining("us-west-1 cannot");
        }
    }

    @Test
    void freePortsPass() {
        assertThatCode(() -> new Ports(free(), free(), free(), free()).checkFree())
                .doesNotThrowAnyException();
    }

    @Test
    void aPortOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new Ports(1, 2, 3, 65_536)).hasMessageContaining("found 65536");
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
