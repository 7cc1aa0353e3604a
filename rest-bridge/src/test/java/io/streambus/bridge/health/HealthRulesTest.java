package io.streambus.bridge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.health.LinkFacts.ClusterFact;
import io.streambus.bridge.health.LinkFacts.OpenFact;
import io.streambus.bridge.health.LinkHealth.Status;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.transaction.OpenTransaction;
import io.streambus.bridge.transaction.OpenTransaction.Producer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthRulesTest {

    private static final Instant NOW = Instant.parse("2024-01-15T12:30:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(3_600);

    /** A link in perfect health, to be spoilt. Confined to a test. */
    private static final class Facts {
        LinkStatus status = new LinkStatus.Active(LONG_AGO);
        Optional<String> source = Optional.empty();
        Optional<String> target = Optional.empty();
        boolean checkpointsKnown = true;
        long lagMs;
        List<OpenFact> open = List.of();
        double errorsPerSecond;
        int failures;
        Optional<Instant> newest = Optional.of(NOW.minusSeconds(2));
        Duration interval = Duration.ofSeconds(5);
        List<String> standstills = List.of();
        List<String> notes = List.of();
        Optional<String> blockedBy = Optional.empty();
        boolean failover;

        LinkHealth judged() {
            return HealthRules.judge(new LinkFacts(
                    NOW,
                    status,
                    List.of(new ClusterFact("us-west-1", source)),
                    List.of(new ClusterFact("us-east-1", target)),
                    checkpointsKnown,
                    lagMs,
                    open,
                    errorsPerSecond,
                    failures,
                    newest,
                    interval,
                    standstills,
                    notes,
                    blockedBy,
                    failover));
        }
    }

    private final Facts facts = new Facts();

    @Test
    void a_link_that_does_its_job_is_healthy_and_says_nothing() {
        assertThat(facts.judged())
                .isEqualTo(new LinkHealth(Status.HEALTHY, NOW, true, true, true, true, true, List.of(), List.of()));
    }

    @Test
    void a_cluster_that_is_away_makes_it_unhealthy() {
        facts.source = Optional.of("no answer within 5 s");

        LinkHealth health = facts.judged();

        assertThat(health.status()).isEqualTo(Status.UNHEALTHY);
        assertThat(health.sourceClusterReachable()).isFalse();
        assertThat(health.targetClusterReachable()).isTrue();
        assertThat(health.issues()).containsExactly("Source cluster us-west-1 cannot be reached: no answer within 5 s");
    }

    @ParameterizedTest
    @CsvSource({"0,true", "60000,true", "60001,false"})
    void lag_is_healthy_up_to_a_minute(long lagMs, boolean healthy) {
        facts.lagMs = lagMs;

        assertThat(facts.judged().replicationLagHealthy()).isEqualTo(healthy);
        assertThat(facts.judged().status()).isEqualTo(healthy ? Status.HEALTHY : Status.DEGRADED);
    }

    @Test
    void a_transaction_that_is_open_for_20_s_makes_it_degraded_and_is_told_before_the_lag_that_comes_of_it() {
        facts.lagMs = 60_001;
        facts.open = List.of(open("orders", 0, 20, new Producer(4001, Optional.of("payments-7"))));

        LinkHealth health = facts.judged();

        assertThat(health.status()).isEqualTo(Status.DEGRADED);
        assertThat(health.replicationLagHealthy()).isFalse();
        assertThat(health.issues())
                .containsExactly(
                        "A transaction that has been open on cluster us-west-1 since 2024-01-15T12:29:40Z holds back 17 offsets of orders-0 from offset"
                                + " 100 on, held by producer id 4001 (transactional id payments-7). They are copied once it has ended. If its producer is"
                                + " gone, end it: kafka-transactions.sh --bootstrap-server <brokers of us-west-1> abort --topic orders --partition 0"
                                + " --start-offset 100",
                        "Replication lag is 60001 ms; healthy is at most 60000 ms.");
    }

    @Test
    void a_short_transaction_is_nobodys_trouble_and_neither_is_one_of_a_link_that_rests() {
        facts.open = List.of(open("orders", 0, 19));
        assertThat(facts.judged().status()).isEqualTo(Status.HEALTHY);
        assertThat(facts.judged().issues()).isEmpty();

        facts.open = List.of(open("orders", 0, 3_600));
        facts.status = new LinkStatus.Stopped(LONG_AGO);
        assertThat(facts.judged().issues()).isEmpty();
    }

    @Test
    void of_many_partitions_the_oldest_are_named_and_the_others_counted() {
        facts.open = IntStream.range(0, 8)
                .mapToObj(partition -> open("orders", partition, 100 + partition))
                .toList();

        List<String> issues = facts.judged().issues();

        assertThat(issues).hasSize(6);
        assertThat(issues.get(0)).contains(" of orders-7 from ");
        assertThat(issues.get(5))
                .isEqualTo("Open transactions hold back 3 more partitions; the metrics of the link name them all.");
    }

    @Test
    void who_holds_a_transaction_is_said_as_far_as_it_is_known() {
        facts.open = List.of(
                open("a", 0, 90, new Producer(1, Optional.empty())),
                new OpenFact(
                        "us-west-1",
                        "b",
                        0,
                        new OpenTransaction(
                                100, 17, NOW.minusSeconds(80), List.of(), Optional.of("Topic authorization failed."))),
                open(
                        "c",
                        0,
                        70,
                        new Producer(1, Optional.of("x")),
                        new Producer(2, Optional.of("y")),
                        new Producer(3, Optional.of("z")),
                        new Producer(4, Optional.empty())));

        List<String> issues = facts.judged().issues();

        assertThat(issues.get(0)).contains("held by producer id 1 (no transactional id known: it may hang). They");
        assertThat(issues.get(1))
                .contains("held by a producer that could not be found out (Topic authorization failed.). They");
        assertThat(issues.get(2)).contains("producer id 3 (transactional id z) and 1 more. They");
    }

    private static OpenFact open(String topic, int partition, long seconds, Producer... producers) {
        return new OpenFact(
                "us-west-1",
                topic,
                partition,
                new OpenTransaction(100, 17, NOW.minusSeconds(seconds), List.of(producers), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"30,60000,true", "30,60001,false", "55,110000,true", "600,1200000,true", "600,1200001,false"})
    void lag_that_comes_from_rare_checkpoints_is_healthy(long interval, long lagMs, boolean healthy) {
        facts.interval = Duration.ofSeconds(interval);
        facts.lagMs = lagMs;

        LinkHealth health = facts.judged();

        assertThat(health.replicationLagHealthy()).isEqualTo(healthy);
        if (!healthy) {
            long most = Math.max(60_000, 2 * facts.interval.toMillis());
            assertThat(health.issues())
                    .containsExactly("Replication lag is " + lagMs + " ms; healthy is at most " + most + " ms.");
        }
    }

    @ParameterizedTest
    @CsvSource({"0,true", "10,true", "10.1,false"})
    void ten_errors_per_second_are_the_most(double rate, boolean healthy) {
        facts.errorsPerSecond = rate;

        assertThat(facts.judged().errorRateHealthy()).isEqualTo(healthy);
    }

    @ParameterizedTest
    @CsvSource({"5,30,true", "5,31,false", "20,60,true", "20,61,false", "1,31,false"})
    void a_checkpoint_is_late_after_three_intervals_but_not_before_thirty_seconds(
            long interval, long age, boolean healthy) {
        facts.interval = Duration.ofSeconds(interval);
        facts.newest = Optional.of(NOW.minusSeconds(age));

        LinkHealth health = facts.judged();

        assertThat(health.checkpointHealthy()).isEqualTo(healthy);
        assertThat(health.status()).isEqualTo(healthy ? Status.HEALTHY : Status.UNHEALTHY);
        if (!healthy) {
            assertThat(health.issues().get(0)).contains("no checkpoint for " + age + " s");
        }
    }

    @Test
    void a_link_that_was_just_started_is_given_time_for_its_first_checkpoint() {
        facts.status = new LinkStatus.Initializing(NOW.minusSeconds(10));
        facts.newest = Optional.of(LONG_AGO);
        assertThat(facts.judged().checkpointHealthy()).isTrue();

        facts.newest = Optional.empty();
        facts.status = new LinkStatus.Initializing(NOW.minusSeconds(31));
        assertThat(facts.judged().checkpointHealthy()).isFalse();
    }

    @Test
    void nothing_is_made_of_checkpoints_that_are_still_being_read() {
        facts.checkpointsKnown = false;
        facts.newest = Optional.empty();
        facts.lagMs = 3_600_000;

        LinkHealth health = facts.judged();

        assertThat(health.status()).isEqualTo(Status.HEALTHY);
        assertThat(health.checkpointHealthy()).isTrue();
        assertThat(health.warnings())
                .containsExactly("The checkpoints of the link are still being read; lag, errors and checkpoints are not"
                        + " judged yet.");

        facts.target = Optional.of("no answer within 5 s");
        assertThat(facts.judged().status()).isEqualTo(Status.UNHEALTHY);
    }

    @Test
    void a_pause_is_no_news_at_first_and_makes_the_link_degraded_once_it_lasts() {
        facts.status = new LinkStatus.Paused(NOW.minusSeconds(19));
        assertThat(facts.judged().status()).isEqualTo(Status.HEALTHY);
        assertThat(facts.judged().warnings())
                .containsExactly("The link is paused since 2024-01-15T12:29:41Z; nothing is replicated.");

        facts.status = new LinkStatus.Paused(NOW.minusSeconds(20));
        assertThat(facts.judged().status()).isEqualTo(Status.DEGRADED);
        assertThat(facts.judged().warnings()).isEmpty();
        assertThat(facts.judged().issues())
                .containsExactly(
                        "The link is paused since 2024-01-15T12:29:40Z; nothing is replicated from us-west-1. Resume it, or stop it if it is"
                                + " to rest.");
    }

    @Test
    void a_link_that_rests_says_so_instead_of_alarming() {
        facts.status = new LinkStatus.Stopped(LONG_AGO);
        facts.newest = Optional.of(LONG_AGO);
        facts.lagMs = 3_600_000;

        LinkHealth health = facts.judged();

        assertThat(health.status()).isEqualTo(Status.HEALTHY);
        assertThat(health.issues()).isEmpty();
        assertThat(health.warnings())
                .containsExactly("The link is stopped since 2024-01-15T11:30:00Z; nothing is replicated.");
    }

    @Test
    void a_number_of_failures_that_is_not_known_is_not_said() {
        facts.status = new LinkStatus.Failed(LONG_AGO, "task 0: no rights");

        assertThat(facts.judged().issues())
                .containsExactly("The link has failed and is restarted with growing delay: task 0: no rights");
    }

    @Test
    void a_link_that_rests_is_not_called_healthy_beside_a_cluster_that_is_away() {
        facts.status = new LinkStatus.Stopped(LONG_AGO);
        facts.target = Optional.of("no answer within 5 s");

        LinkHealth health = facts.judged();

        assertThat(health.status()).isEqualTo(Status.DEGRADED);
        assertThat(health.sourceClusterReachable()).isTrue();
        assertThat(health.targetClusterReachable()).isFalse();
        assertThat(health.issues()).containsExactly("Target cluster us-east-1 cannot be reached: no answer within 5 s");
    }

    @Test
    void failures_are_said_with_their_number_and_reason() {
        facts.failures = 1;
        facts.blockedBy = Optional.of("task 0: no rights");
        assertThat(facts.judged().status()).isEqualTo(Status.DEGRADED);
        assertThat(facts.judged().issues())
                .containsExactly("The link has failed 1 time and is being restarted: task 0: no rights");

        facts.failures = 4;
        facts.status = new LinkStatus.Failed(LONG_AGO, "task 0: no rights");
        assertThat(facts.judged().status()).isEqualTo(Status.UNHEALTHY);
        assertThat(facts.judged().issues())
                .containsExactly(
                        "The link has failed 4 times in a row and is restarted with growing delay: task 0: no rights");
    }

    @Test
    void what_tasks_report_is_passed_on_whatever_signs_it_holds() {
        facts.standstills = List.of("Partition orders-0 stands still: 100% of %s lost");
        facts.notes = List.of("no fast producer: 5%");
        facts.failover = true;

        LinkHealth health = facts.judged();

        assertThat(health.status()).isEqualTo(Status.DEGRADED);
        assertThat(health.issues()).containsExactly("Partition orders-0 stands still: 100% of %s lost");
        assertThat(health.warnings()).hasSize(2).first().isEqualTo("no fast producer: 5%");
        assertThat(health.warnings().get(1)).contains("failover", "not available in this version");
    }

    @Test
    void every_cluster_that_is_away_is_named_once_with_its_part() {
        ClusterFact hub = new ClusterFact("hub", Optional.of("gone"));
        ClusterFact spoke = new ClusterFact("spoke", Optional.empty());
        ClusterFact reader = new ClusterFact("reader", Optional.of("gone too"));

        LinkHealth health = HealthRules.judge(new LinkFacts(
                NOW,
                new LinkStatus.Active(LONG_AGO),
                List.of(spoke, hub),
                List.of(hub, reader),
                true,
                0,
                List.of(),
                0,
                0,
                Optional.of(NOW),
                Duration.ofSeconds(5),
                List.of(),
                List.of(),
                Optional.empty(),
                false));

        assertThat(health.sourceClusterReachable()).isFalse();
        assertThat(health.targetClusterReachable()).isFalse();
        assertThat(health.issues())
                .containsExactly(
                        "Source and target cluster hub cannot be reached: gone",
                        "Target cluster reader cannot be reached: gone too");
    }
}
