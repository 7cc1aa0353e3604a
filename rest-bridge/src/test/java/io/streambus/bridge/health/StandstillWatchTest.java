package io.streambus.bridge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.health.LinkHealth.Status;
import io.streambus.bridge.health.StandstillWatch.Stopped;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandstillWatchTest {

    private static final Instant START = Instant.parse("2024-01-15T12:30:00.700Z");
    private static final Stopped REFUSED = new Stopped("f", "us-west-1", "orders-0", "It is too large.", true);
    private static final Stopped STRIPPED = new Stopped("f", "us-west-1", "users-1", "No headers arrive.", false);

    private final StandstillWatch watch = new StandstillWatch("l");

    @Test
    void a_partition_that_stands_still_makes_the_link_unhealthy_with_why_since_when_and_the_calls_that_end_it() {
        watch.look(START, List.of(REFUSED));

        assertThat(watch.look(START.plusSeconds(90), List.of(STRIPPED, REFUSED)))
                .containsExactly(
                        new HealthFinding(
                                Status.UNHEALTHY,
                                "Partition orders-0 of cluster us-west-1 stands still since 2024-01-15T12:30:00Z: It is too large."
                                        + " To end it by decision: POST …/links/l/stop, then …/partitions/orders-0/skip or"
                                        + " …/partitions/orders-0/restart, then …/start."),
                        new HealthFinding(
                                Status.UNHEALTHY,
                                "Partition users-1 of cluster us-west-1 stands still since 2024-01-15T12:31:30Z: No headers arrive."
                                        + " To end it by decision: POST …/links/l/stop, then …/partitions/users-1/restart, then"
                                        + " …/start."));
    }

    @Test
    void what_goes_on_and_stands_still_again_counts_anew() {
        watch.look(START, List.of(REFUSED));
        watch.look(START.plusSeconds(10), List.of());

        assertThat(watch.look(START.plusSeconds(20), List.of(REFUSED)).get(0).sentence())
                .contains("since 2024-01-15T12:30:20Z");
    }
}
