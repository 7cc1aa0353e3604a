package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import io.streambus.runtime.fault.FaultProxy;
import io.streambus.runtime.fault.LinkConditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Issue 14, what is seen number 4: a control cluster so far away that taking over lasts longer than a lease. Such a bridge took office, lost it, and nobody
 * ever led.
 */
@EnabledIfSystemProperty(named = "streambus.soak", matches = "true")
class SlowControlClusterIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Twice the lease of 6 s, and more. */
    private static final Duration KEPT = Duration.ofSeconds(15);
    /** A renewal has 2 s. */
    private static final Duration ONE_WAY = Duration.ofMillis(600);

    private static final String LINKS = "/api/v1/replication/links";

    @TempDir
    private static Path temp;

    @Test
    void aBridgeWhoseTakeOverLastsLongerThanItsLeaseLeadsAndGoesOnLeading() throws Exception {
        try (FaultProxy line = FaultProxy.open();
                EmbeddedCluster control = EmbeddedCluster.start(new ClusterSpec(
                        "control",
                        0,
                        temp.resolve("control"),
                        Map.of("advertised.listeners", "CLIENTS://" + line.address())))) {
            line.forwardTo(control.bootstrapServers());
            line.set(LinkConditions.CLEAN.withDelay(ONE_WAY));
            String url = "http://127.0.0.1:" + FreePorts.base();
            Path config = Files.writeString(temp.resolve("bridge.properties"), """
                listeners=%s
                control.bootstrap.servers=%s
                connect.url=http://127.0.0.1:1
                """.formatted(url, line.address()));
            long begin = System.nanoTime();
            try (StreamBusProcess bridge = StreamBusProcess.start(temp, "bridge", "--config", config.toString())) {
                Http api = new Http(url);
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> !bridge.isAlive()
                                || api.get("/health/ready")
                                        .json()
                                        .path("role")
                                        .asText()
                                        .equals("leader"));
                System.out.printf(
                        "[figures] leads after %.1f s%n%s%n", (System.nanoTime() - begin) / 1e9, bridge.output());

                await("it goes on leading")
                        .during(KEPT)
                        .atMost(KEPT.plusSeconds(10))
                        .until(() -> api.get("/health/ready")
                                .json()
                                .path("role")
                                .asText()
                                .equals("leader"));
                assertThat(api.get(LINKS).status()).isEqualTo(200);
                assertThat(bridge.output())
                        .containsOnlyOnce("This bridge leads.")
                        .doesNotContain("leads no more");
            }
        }
    }
}
