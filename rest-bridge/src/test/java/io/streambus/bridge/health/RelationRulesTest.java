package io.streambus.bridge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.health.LinkHealth.Status;
import io.streambus.bridge.relation.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelationRulesTest {

    private static final List<Finding> FINDINGS = List.of(
            new Finding(Finding.Kind.CONFLICT, "", Set.of("b"), "links a and b meet"),
            new Finding(Finding.Kind.DOUBT, "", Set.of(), "whether they are one cannot be told"));

    @Test
    void a_link_that_runs_into_a_conflict_is_degraded_and_no_better_than_it_was() {
        LinkHealth judged = RelationRules.with(FINDINGS, true, health(Status.HEALTHY));

        assertThat(judged.status()).isEqualTo(Status.DEGRADED);
        assertThat(judged.issues()).containsExactly("Before.", "Links a and b meet.");
        assertThat(judged.warnings()).containsExactly("Whether they are one cannot be told.");
        assertThat(RelationRules.with(FINDINGS, true, health(Status.UNHEALTHY)).status())
                .isEqualTo(Status.UNHEALTHY);
    }

    @Test
    void one_that_rests_is_warned() {
        LinkHealth judged = RelationRules.with(FINDINGS, false, health(Status.HEALTHY));

        assertThat(judged.status()).isEqualTo(Status.HEALTHY);
        assertThat(judged.warnings()).containsExactly("Links a and b meet.", "Whether they are one cannot be told.");
    }

    private static LinkHealth health(Status status) {
        return new LinkHealth(status, Instant.EPOCH, true, true, true, true, true, List.of("Before."), List.of());
    }
}
