package io.streambus.bridge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.health.LinkHealth.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicMatchTest {

    private static final Instant START = Instant.ofEpochSecond(1_000);
    private static final TopicMatch NOTHING =
            new TopicMatch("us-west-1", "topics [ordrs]", 12, List.of(), List.of("orders"));

    @Test
    void a_filter_that_matches_nothing_is_a_warning_at_once_degraded_after_15_s_and_unhealthy_after_a_minute() {
        String sentence =
                "No topic of cluster us-west-1 matches topics [ordrs], so that nothing is copied from it. It has 12 topics;"
                        + " nearest: orders. Create the topic, or pause the link and change what it selects.";

        assertThat(NOTHING.finding(START, START)).contains(new HealthFinding(Status.HEALTHY, sentence));
        assertThat(NOTHING.finding(START.plusSeconds(14), START)).contains(new HealthFinding(Status.HEALTHY, sentence));
        assertThat(NOTHING.finding(START.plusSeconds(15), START))
                .contains(new HealthFinding(Status.DEGRADED, sentence));
        assertThat(NOTHING.finding(START.plusSeconds(59), START))
                .contains(new HealthFinding(Status.DEGRADED, sentence));
        assertThat(NOTHING.finding(START.plusSeconds(60), START))
                .contains(new HealthFinding(Status.UNHEALTHY, sentence));
    }

    @Test
    void topics_that_match_and_are_not_begun_are_named_after_a_minute() {
        TopicMatch waiting = new TopicMatch("us-west-1", "all topics", 5, List.of("a", "b", "c", "d", "e"), List.of());

        assertThat(waiting.finding(START.plusSeconds(59), START)).isEmpty();
        assertThat(waiting.finding(START.plusSeconds(60), START).orElseThrow().sentence())
                .startsWith("No partition of a, b, c and 2 more topics on cluster us-west-1 has been begun");
    }
}
