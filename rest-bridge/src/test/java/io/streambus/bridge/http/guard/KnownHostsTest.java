package io.streambus.bridge.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownHostsTest {

    private static final KnownHosts NAMES = KnownHosts.of(
            List.of(URI.create("https://bridge-1.example.com:8443")),
            Optional.of(URI.create("https://Streambus.example.com")));

    @Test
    void hosts_are_those_of_listeners_the_advertised_one_and_loopback_at_any_port() {
        assertThat(NAMES.hold(List.of("bridge-1.example.com:9", "STREAMBUS.example.com", "localhost", "[::1]:1")))
                .isTrue();
        assertThat(NAMES.hold(List.of("[::ffff:127.0.0.1]", "127.1.2.3:80"))).isTrue();
        assertThat(NAMES.hold(List.of())).isTrue();
        for (String foreign : List.of(
                "",
                ":1",
                "example.com",
                "localhost.",
                "a.localhost",
                "127.1",
                "127.0.0.1.nip.io",
                "127.0.0.999.io",
                "[::2]",
                "[::1",
                "[127.0.0.1]x",
                "localhost:1:2",
                "a@localhost",
                "localhost x",
                "2130706433")) {
            assertThat(NAMES.hold(List.of("localhost", foreign))).as(foreign).isFalse();
        }
    }

    @Test
    void a_page_is_of_the_bridge_if_scheme_host_and_port_are_those_of_the_listener_or_of_the_advertised_url() {
        assertThat(NAMES.isOrigin("https://bridge-1.example.com:8443", "https", 8443))
                .isTrue();
        assertThat(NAMES.isOrigin("https://127.0.0.1:8443", "https", 8443)).isTrue();
        // Something before the bridge speaks TLS and goes on in clear.
        assertThat(NAMES.isOrigin("https://streambus.example.com", "http", 8081))
                .isTrue();
        assertThat(NAMES.isOrigin("https://streambus.example.com:443", "http", 8081))
                .isTrue();
        for (String foreign : List.of(
                "http://bridge-1.example.com:8443",
                "https://bridge-1.example.com",
                "https://bridge-1.example.com:8444",
                "http://streambus.example.com",
                "https://evil.example.com:8443",
                "https://localhost:3000",
                "null",
                "",
                "https://",
                "::")) {
            assertThat(NAMES.isOrigin(foreign, "https", 8443)).as(foreign).isFalse();
        }
    }
}
