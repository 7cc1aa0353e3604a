package io.streambus.bridge.health;

import io.streambus.bridge.health.LinkHealth.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds tasks that write no checkpoints any more: Connect goes on calling them running for as long as it takes its workers to miss one of them. The clocks of
 * workers do not matter, only when what they write comes in.
 *
 * <p>Pure. Immutable, thread-safe.
 */
public final class LifeSigns {

    private static final String UNKNOWN = "";

    private final Duration interval;
    private final Duration patience;

    /**
     * The last sign of a task.
     *
     * @param worker on which it ran when Connect was last asked; empty if that is not known
     * @param cameAt when it came in, on the bridge's clock
     */
    public record Sign(String flow, int task, String worker, Instant cameAt) {}

    /** @param checkpointInterval how often a task writes */
    public LifeSigns(Duration checkpointInterval) {
        this.interval = checkpointInterval;
        this.patience = ProgressWatch.patience(checkpointInterval);
    }

    /**
     * Looks once more.
     *
     * @param runningSince from when on the tasks are expected to write
     */
    public List<HealthFinding> look(Instant now, Instant runningSince, Collection<Sign> signs) {
        Map<String, List<Silent>> byFlow = new TreeMap<>();
        Map<String, Integer> sizes = new HashMap<>();
        for (Sign sign : signs) {
            sizes.merge(sign.flow(), 1, Integer::sum);
            Instant since = sign.cameAt().isBefore(runningSince) ? runningSince : sign.cameAt();
            if (!now.isBefore(since.plus(patience))) {
                byFlow.computeIfAbsent(sign.flow(), flow -> new ArrayList<>())
                        .add(new Silent(sign.task(), sign.worker(), Duration.between(since, now)));
            }
        }
        List<HealthFinding> findings = new ArrayList<>();
        byFlow.forEach((flow, silent) -> findings.addAll(
                findings(flow, silent, silent.size() == sizes.get(flow) ? Status.UNHEALTHY : Status.DEGRADED)));
        return findings;
    }

    private record Silent(int task, String worker, Duration time) {}

    private List<HealthFinding> findings(String flow, List<Silent> silent, Status severity) {
        Map<String, List<Silent>> byWorker =
                silent.stream().collect(Collectors.groupingBy(Silent::worker, TreeMap::new, Collectors.toList()));
        List<HealthFinding> findings = new ArrayList<>();
        byWorker.forEach((worker, tasks) -> findings.add(HealthFinding.of(
                severity,
                "%s of flow %s%s %s no life sign for %d s, and one is due every %d s. Look whether the worker runs and reaches the"
                        + " target.",
                tasks.size() == 1
                        ? "Task " + tasks.get(0).task()
                        : "Tasks "
                                + tasks.stream()
                                        .map(task -> Integer.toString(task.task()))
                                        .sorted()
                                        .collect(Collectors.joining(", ")),
                flow,
                worker.equals(UNKNOWN) ? "" : " on worker " + worker,
                tasks.size() == 1 ? "has given" : "have given",
                tasks.stream().mapToLong(task -> task.time().toSeconds()).max().orElse(0),
                interval.toSeconds())));
        return findings;
    }
}
