package io.streambus.connect.start;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.cluster.LogOffsets;
import io.streambus.connect.evidence.TargetLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out where partitions go on, away from the task's thread: those that are being copied must not wait for one whose target has to be read. A search
 * that is long does not hold up those that are short.
 *
 * <p>Thread-safe: what it is told and what it has found pass through queues.
 */
public final class Admission {

    /** To be read on the target: more than this is not searched together with others. */
    private static final long LONG_SEARCH = 50_000;

    private final StartSearch toSearch;
    private final StartPolicy policy;
    private final LogOffsets source;
    private final LogOffsets target;
    private final ConnectOffsets connect;
    private final TargetLog targetLog;
    private final Executor searches;
    private final LongSupplier nowMs;
    private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

    /** What has come of a candidate. */
    public sealed interface Outcome {

        /** Its start has been decided. */
        record Decided(StartCandidate candidate, StartDecision decision) implements Outcome {}

        /** One side has deleted it since the snapshot of the topics. */
        record Gone(StartCandidate candidate) implements Outcome {}

        /** It could not be decided: try again. */
        record Failed(List<StartCandidate> candidates, Exception why) implements Outcome {}
    }

    /**
     * @param sourceAlias as the flow names its source
     * @param searches runs what waits for the clusters; with more than one thread, or long searches hold up short ones
     * @param nowMs the clock, ms since the epoch
     */
    public Admission(
            String sourceAlias,
            StartRules rules,
            LogOffsets source,
            LogOffsets target,
            ConnectOffsets connect,
            TargetLog targetLog,
            Executor searches,
            LongSupplier nowMs) {
        this.toSearch = new StartSearch(sourceAlias, rules);
        this.policy = new StartPolicy(rules);
        this.source = source;
        this.target = target;
        this.connect = connect;
        this.targetLog = targetLog;
        this.searches = searches;
        this.nowMs = nowMs;
    }

    /** Begins; what comes of it is taken with {@link #poll}. */
    public void decide(Collection<StartCandidate> candidates) {
        List<StartCandidate> all = List.copyOf(candidates);
        searches.execute(() -> attempt(all, () -> gather(all)));
    }

    /** @return the next outcome; null if there is none within the time */
    public Outcome poll(long timeoutMs) throws InterruptedException {
        return outcomes.poll(timeoutMs, TimeUnit.MILLISECONDS);
    }

    private void gather(List<StartCandidate> candidates) throws InterruptedException {
        Map<TopicPartition, StartCandidate> bySource = new LinkedHashMap<>();
        candidates.forEach(candidate -> bySource.put(candidate.source(), candidate));
        Map<TopicPartition, LogOffsets.Range> sourceLogs = source.of(bySource.keySet());
        Map<TopicPartition, LogOffsets.Range> targetLogs =
                target.of(candidates.stream().map(StartCandidate::target).toList());
        Map<TopicPartition, Long> byConnect = connect.of(bySource.keySet());
        List<Situation> quick = new ArrayList<>();
        for (StartCandidate candidate : candidates) {
            LogOffsets.Range sourceLog = sourceLogs.get(candidate.source());
            LogOffsets.Range targetRange = targetLogs.get(candidate.target());
            if (sourceLog == null || targetRange == null) {
                outcomes.add(new Outcome.Gone(candidate));
                continue;
            }
            Long committed = byConnect.get(candidate.source());
            Situation situation = new Situation(
                    candidate,
                    committed == null ? OptionalLong.empty() : OptionalLong.of(committed),
                    sourceLog,
                    targetRange,
                    Optional.empty());
            long length = toSearch.of(situation)
                    .map(search -> targetRange.end() - search.from())
                    .orElse(0L);
            if (length > LONG_SEARCH) {
                searches.execute(() -> attempt(List.of(candidate), () -> search(List.of(situation))));
            } else {
                quick.add(situation);
            }
        }
        // A failure here is none of those whose long search goes on.
        attempt(quick.stream().map(Situation::candidate).toList(), () -> search(quick));
    }

    private void search(List<Situation> situations) throws InterruptedException {
        Map<TopicPartition, TargetLog.Search> wanted = new HashMap<>();
        for (Situation situation : situations) {
            toSearch.of(situation)
                    .ifPresent(search -> wanted.put(situation.candidate().source(), search));
        }
        Map<TopicPartition, TargetLog.Found> found = wanted.isEmpty() ? Map.of() : targetLog.search(wanted);
        for (Situation situation : situations) {
            StartCandidate candidate = situation.candidate();
            if (!wanted.containsKey(candidate.source())) {
                outcomes.add(new Outcome.Decided(candidate, policy.decide(situation, nowMs.getAsLong())));
            } else if (found.containsKey(candidate.source())) {
                Situation complete = situation.with(found.get(candidate.source()));
                outcomes.add(new Outcome.Decided(candidate, policy.decide(complete, nowMs.getAsLong())));
            } else {
                outcomes.add(new Outcome.Gone(candidate));
            }
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void attempt(List<StartCandidate> candidates, Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            // Only the end of the task interrupts, and nobody waits for the outcome then.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            outcomes.add(new Outcome.Failed(candidates, e));
        }
    }

    /** Whether a failure is one that only people can mend. */
    public static boolean isRefusal(Exception why) {
        return why instanceof ClusterException failure && failure.isRefusal();
    }
}
