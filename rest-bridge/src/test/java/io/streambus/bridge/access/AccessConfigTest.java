package io.streambus.bridge.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessConfigTest {

    private static final URI LOOPBACK = URI.create("http://127.0.0.1:8081");
    private static final URI OUTSIDE = URI.create("http://0.0.0.0:8081");
    private static final URI OUTSIDE_TLS = URI.create("https://0.0.0.0:8443");

    private final List<String> faults = new ArrayList<>();

    @Test
    void loopback_needs_no_login() {
        AccessConfig config = read(LOOPBACK, Map.of());

        assertThat(faults).isEmpty();
        assertThat(config.users()).isEmpty();
        assertThat(config.metricsOpen()).isFalse();
        assertThat(config.corsOrigins()).isEmpty();
    }

    @Test
    void a_listener_that_others_reach_needs_logins_and_tls() {
        read(OUTSIDE, Map.of("authentication", "none"));

        assertThat(faults)
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault).contains("listeners", OUTSIDE.toString(), "set authentication"))
                .anySatisfy(fault ->
                        assertThat(fault).contains("tls.certificate.file", "tls.key.file", "listeners.plain.allowed"));
    }

    @Test
    void tls_without_logins_is_not_enough() {
        read(OUTSIDE_TLS, Map.of("tls.certificate.file", "/c", "tls.key.file", "/k"));

        assertThat(faults).singleElement().asString().contains("authentication is none");
    }

    @Test
    void several_schemes_may_be_on() {
        AccessConfig config = read(
                OUTSIDE_TLS,
                Map.of(
                        "authentication", "basic, bearer,mtls",
                        "authentication.basic.file", "/p",
                        "authentication.bearer.file", "/t",
                        "authentication.mtls.file", "/m",
                        "tls.certificate.file", "/c",
                        "tls.key.file", "/k",
                        "tls.client.ca.file", "/ca",
                        "cors.origins", "https://ui.example.com, http://localhost:3000",
                        "metrics.open", "true"));

        assertThat(faults).isEmpty();
        assertThat(config.users()).containsEntry(Scheme.BASIC, Path.of("/p")).hasSize(3);
        assertThat(config.tls().orElseThrow().clientCa()).contains(Path.of("/ca"));
        assertThat(config.corsOrigins()).hasSize(2);
        assertThat(config.metricsOpen()).isTrue();
    }

    @Test
    void plain_http_can_be_accepted_where_something_in_front_speaks_tls() {
        read(
                OUTSIDE,
                Map.of(
                        "authentication", "bearer",
                        "authentication.bearer.file", "/t",
                        "listeners.plain.allowed", "true"));

        assertThat(faults).isEmpty();
    }

    @Test
    void settings_that_do_not_fit_each_other_are_all_told() {
        read(
                LOOPBACK,
                Map.of(
                        "authentication", "none,basic,mtls,kerberos",
                        "authentication.bearer.file", "/t",
                        "tls.key.file", "/k",
                        "cors.origins", "*",
                        "metrics.open", "yes",
                        "audit.log.file", ""));

        assertThat(faults)
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).contains("authentication", "kerberos"),
                        fault -> assertThat(fault).contains("authentication is none and something else"),
                        fault -> assertThat(fault).contains("authentication.basic.file is required"),
                        fault -> assertThat(fault).contains("authentication.mtls.file is required"),
                        fault -> assertThat(fault).contains("authentication.bearer.file is set"),
                        fault -> assertThat(fault).contains("authentication has mtls, but no listener is https"),
                        fault -> assertThat(fault).contains("tls.key.file is set, but no listener is https"),
                        fault -> assertThat(fault).contains("cors.origins", "*"),
                        fault -> assertThat(fault).contains("metrics.open", "yes"),
                        fault -> assertThat(fault).contains("audit.log.file is empty"));
    }

    private AccessConfig read(URI listener, Map<String, String> settings) {
        return AccessConfig.read(settings, List.of(listener), faults);
    }
}
