package io.streambus.bridge.health;

import io.streambus.bridge.health.LinkFacts.ClusterFact;
import io.streambus.bridge.health.LinkHealth.Status;
import io.streambus.bridge.link.LinkStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The rules of health. Thresholds of lag and error rate are the spec's; a checkpoint is late after three intervals, but not before 30 s, so that
 * a rebalance of the workers is no alarm, and lag may be two intervals where that is more.
 */
public final class HealthRules {

    static final long LARGEST_LAG_MS = 60_000;
    static final double LARGEST_ERROR_RATE = 10;
    static final Duration SHORTEST_CHECKPOINT_PATIENCE = Duration.ofSeconds(30);

    /** An update wants a pause, and takes no longer. */
    static final Duration SHORT_PAUSE = Duration.ofSeconds(20);

    private HealthRules() {}

    public static LinkHealth judge(LinkFacts facts) {
        return judge(facts, List.of());
    }

    /** @param findings of the rules that have a class of their own */
    public static LinkHealth judge(LinkFacts facts, List<HealthFinding> findings) {
        Verdict verdict = new Verdict();
        boolean running = facts.status().running();
        if (!running) {
            rests(facts, verdict);
        }
        clusters(facts, verdict);
        boolean judged = running && facts.checkpointsKnown();
        if (judged) {
            OpenTransactionRule.sentences(facts).forEach(sentence -> verdict.issue(Status.DEGRADED, "%s", sentence));
        }
        boolean lag = !judged || lag(facts, verdict);
        boolean errors = !judged || errorRate(facts, verdict);
        boolean checkpoint = !judged || checkpoint(facts, verdict);
        if (running) {
            failures(facts, verdict);
            findings.forEach(verdict::found);
        } else {
            facts.blockedBy().ifPresent(blockedBy -> verdict.warning("%s", blockedBy));
        }
        if (!facts.checkpointsKnown()) {
            verdict.warning(
                    "The checkpoints of the link are still being read; lag, errors and checkpoints are not judged yet.");
        }
        facts.notes().forEach(note -> verdict.warning("%s", note));
        if (facts.failoverEnabled()) {
            verdict.warning(
                    "Automatic failover is asked for in failover_config, but is not available in this version.");
        }
        return new LinkHealth(
                verdict.status,
                facts.at(),
                facts.sources().stream().allMatch(ClusterFact::reachable),
                facts.targets().stream().allMatch(ClusterFact::reachable),
                lag,
                errors,
                checkpoint,
                verdict.issues,
                verdict.warnings);
    }

    /** A stop is meant to last. A pause is not, and one that nobody ends is not different from a failure for those who read the target. */
    private static void rests(LinkFacts facts, Verdict verdict) {
        String word = facts.status().word();
        Instant since = facts.status().since();
        if (facts.status() instanceof LinkStatus.Paused && !facts.at().isBefore(since.plus(SHORT_PAUSE))) {
            verdict.issue(
                    Status.DEGRADED,
                    "The link is %s since %s; nothing is replicated from %s. Resume it, or stop it if it is to rest.",
                    word,
                    since,
                    facts.sources().stream().map(ClusterFact::clusterId).collect(Collectors.joining(" and ")));
        } else {
            verdict.warning("The link is %s since %s; nothing is replicated.", word, since);
        }
    }

    /** A cluster that is both is named once. A link that rests needs none, but must not be called healthy beside one that cannot be reached. */
    private static void clusters(LinkFacts facts, Verdict verdict) {
        boolean running = facts.status().running();
        for (ClusterFact source : facts.sources()) {
            verdict.cluster(facts.targets().contains(source) ? "Source and target" : "Source", source, running);
        }
        for (ClusterFact target : facts.targets()) {
            if (!facts.sources().contains(target)) {
                verdict.cluster("Target", target, running);
            }
        }
    }

    private static boolean lag(LinkFacts facts, Verdict verdict) {
        // The lag is known as often as there are checkpoints, so it shows up to an interval too much.
        long largest = Math.max(
                LARGEST_LAG_MS, facts.checkpointInterval().multipliedBy(2).toMillis());
        boolean healthy = facts.replicationLagMs() <= largest;
        if (!healthy) {
            verdict.issue(
                    Status.DEGRADED,
                    "Replication lag is %d ms; healthy is at most %d ms.",
                    facts.replicationLagMs(),
                    largest);
        }
        return healthy;
    }

    private static boolean errorRate(LinkFacts facts, Verdict verdict) {
        boolean healthy = facts.errorsPerSecond() <= LARGEST_ERROR_RATE;
        if (!healthy) {
            verdict.issue(
                    Status.DEGRADED,
                    "There are %.1f errors per second; healthy are at most %.0f.",
                    facts.errorsPerSecond(),
                    LARGEST_ERROR_RATE);
        }
        return healthy;
    }

    private static boolean checkpoint(LinkFacts facts, Verdict verdict) {
        Duration threeIntervals = facts.checkpointInterval().multipliedBy(3);
        Duration patience = threeIntervals.compareTo(SHORTEST_CHECKPOINT_PATIENCE) > 0
                ? threeIntervals
                : SHORTEST_CHECKPOINT_PATIENCE;
        // A link that has just been told to run is given the same time for its first checkpoint.
        Duration age = Duration.between(
                facts.newestCheckpoint()
                        .filter(facts.status().since()::isBefore)
                        .orElse(facts.status().since()),
                facts.at());
        boolean healthy = age.compareTo(patience) <= 0;
        if (!healthy) {
            verdict.issue(
                    Status.UNHEALTHY,
                    "There has been no checkpoint for %d s; healthy are at most %d s.",
                    age.toSeconds(),
                    patience.toSeconds());
        }
        return healthy;
    }

    private static void failures(LinkFacts facts, Verdict verdict) {
        if (facts.status() instanceof LinkStatus.Failed failed) {
            verdict.issue(
                    Status.UNHEALTHY,
                    "The link has failed%s and is restarted with growing delay: %s",
                    // Only the owner of the link counts.
                    facts.consecutiveFailures() == 0 ? "" : " " + times(facts.consecutiveFailures()),
                    failed.reason());
        } else if (facts.consecutiveFailures() > 0) {
            verdict.issue(
                    Status.DEGRADED,
                    "The link has failed %s and is being restarted%s",
                    times(facts.consecutiveFailures()),
                    facts.blockedBy().map(blockedBy -> ": " + blockedBy).orElse("."));
        } else {
            facts.blockedBy().ifPresent(blockedBy -> verdict.issue(Status.DEGRADED, "%s", blockedBy));
        }
        facts.standstills().forEach(standstill -> verdict.issue(Status.DEGRADED, "%s", standstill));
    }

    private static String times(int failures) {
        return failures == 1 ? "1 time" : failures + " times in a row";
    }

    /** Confined to one judgement. */
    private static final class Verdict {
        private Status status = Status.HEALTHY;
        private final List<String> issues = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        void cluster(String end, ClusterFact cluster, boolean running) {
            cluster.unreachable().ifPresent(reason -> {
                Status severity = running ? Status.UNHEALTHY : Status.DEGRADED;
                issue(severity, "%s cluster %s cannot be reached: %s", end, cluster.clusterId(), reason);
            });
        }

        void found(HealthFinding finding) {
            if (finding.severity() == Status.HEALTHY) {
                warning("%s", finding.sentence());
            } else {
                issue(finding.severity(), "%s", finding.sentence());
            }
        }

        void issue(Status severity, String sentence, Object... figures) {
            issues.add(String.format(Locale.ROOT, sentence, figures));
            if (severity.compareTo(status) > 0) {
                status = severity;
            }
        }

        void warning(String sentence, Object... figures) {
            warnings.add(String.format(Locale.ROOT, sentence, figures));
        }
    }
}
