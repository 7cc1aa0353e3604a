package io.streambus.bridge.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusedLoginsTest {

    @Test
    void refused_logins_are_counted_by_reason_from_the_start() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RefusedLogins refused = new RefusedLogins(registry, () -> 0);
        assertThat(registry.scrape()).contains("streambus_bridge_logins_refused_total{reason=\"wrong\"} 0.0");

        for (int i = 0; i < 3; i++) {
            refused.wrong(InetAddress.getLoopbackAddress(), Optional.of("ann"));
        }
        refused.tooMany(InetAddress.getLoopbackAddress(), Optional.empty());

        assertThat(registry.scrape())
                .contains("streambus_bridge_logins_refused_total{reason=\"wrong\"} 3.0")
                .contains("streambus_bridge_logins_refused_total{reason=\"too_many\"} 1.0");
    }
}
