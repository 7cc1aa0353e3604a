package io.streambus.bridge.health;

import io.streambus.bridge.health.LinkHealth.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds flows that copy nothing though their source has records. Progress shows at each checkpoint, so that a flow is given one interval and what it takes to
 * see it; a partition that is left behind while others of its flow go on is given a minute or more.
 *
 * <p>Confined to the observer.
 */
public final class ProgressWatch {

    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(8);
    private static final Duration BESIDE_INTERVAL = Duration.ofSeconds(3);
    private static final Duration PATIENCE_WITH_PARTITION = Duration.ofMinutes(1);
    /** Named in a sentence; of the others it says how many they are. */
    private static final int NAMED = 5;

    private final Duration patience;
    private final Duration patienceWithPartition;
    private final Map<Key, Long> nexts = new HashMap<>();
    private final Map<Key, Behind> behind = new HashMap<>();
    private final Map<String, Instant> movedAt = new HashMap<>();

    private record Key(String flow, String partition) {}

    private record Behind(long next, long end, Instant since) {}

    /**
     * A partition of a flow that should be copying it.
     *
     * @param partition as in {@code orders-0}
     * @param next the first source offset that is not known to be copied
     * @param end where the source ends
     */
    public record Position(String flow, String partition, long next, long end) {}

    /** @param checkpointInterval how often progress can be seen */
    public ProgressWatch(Duration checkpointInterval) {
        this.patience = patience(checkpointInterval);
        Duration twice = patience.multipliedBy(2);
        this.patienceWithPartition = twice.compareTo(PATIENCE_WITH_PARTITION) > 0 ? twice : PATIENCE_WITH_PARTITION;
    }

    /** How long it may take until something that happens at each checkpoint has been seen. */
    static Duration patience(Duration checkpointInterval) {
        Duration wanted = checkpointInterval.plus(BESIDE_INTERVAL);
        return wanted.compareTo(SHORTEST_PATIENCE) > 0 ? wanted : SHORTEST_PATIENCE;
    }

    /**
     * Looks once more.
     *
     * @param runningSince from when on progress is expected
     * @param positions of all partitions that do not say themselves why they stand still
     */
    public List<HealthFinding> look(Instant now, Instant runningSince, Collection<Position> positions) {
        Set<Key> seen = new HashSet<>();
        for (Position position : positions) {
            Key key = new Key(position.flow(), position.partition());
            seen.add(key);
            Long before = nexts.put(key, position.next());
            if (before != null && before != position.next()) {
                movedAt.put(position.flow(), now);
                behind.remove(key);
            }
            if (position.end() > position.next()) {
                Instant since =
                        Optional.ofNullable(behind.get(key)).map(Behind::since).orElse(now);
                behind.put(
                        key,
                        new Behind(
                                position.next(), position.end(), since.isBefore(runningSince) ? runningSince : since));
            } else {
                behind.remove(key);
            }
        }
        nexts.keySet().retainAll(seen);
        behind.keySet().retainAll(seen);
        return findings(now);
    }

    /** The link rests: what it does not copy meanwhile is no sign of anything. */
    public void rest() {
        nexts.clear();
        behind.clear();
        movedAt.clear();
    }

    private List<HealthFinding> findings(Instant now) {
        Map<String, Map<String, Behind>> byFlow = new TreeMap<>();
        behind.forEach((key, state) ->
                byFlow.computeIfAbsent(key.flow(), flow -> new TreeMap<>()).put(key.partition(), state));
        List<HealthFinding> findings = new ArrayList<>();
        byFlow.forEach((flow, partitions) -> {
            Instant moved = movedAt.getOrDefault(flow, Instant.MIN);
            Instant longest = partitions.values().stream()
                    .map(Behind::since)
                    .min(Instant::compareTo)
                    .orElse(now);
            Instant since = longest.isAfter(moved) ? longest : moved;
            if (!now.isBefore(since.plus(patience))) {
                findings.add(HealthFinding.of(
                        Status.DEGRADED,
                        "Flow %s has copied nothing for %d s, though its source has records: %s.",
                        flow,
                        Duration.between(since, now).toSeconds(),
                        named(partitions)));
                return;
            }
            Map<String, Behind> left = new TreeMap<>(partitions);
            left.values().removeIf(state -> now.isBefore(state.since().plus(patienceWithPartition)));
            if (!left.isEmpty()) {
                findings.add(HealthFinding.of(
                        Status.DEGRADED,
                        "Flow %s has copied nothing of some partitions for more than %d s, though others go on: %s.",
                        flow,
                        patienceWithPartition.toSeconds(),
                        named(left)));
            }
        });
        return findings;
    }

    private static String named(Map<String, Behind> partitions) {
        String first = partitions.entrySet().stream()
                .limit(NAMED)
                .map(entry -> entry.getKey() + " at offset " + entry.getValue().next() + " of "
                        + entry.getValue().end())
                .collect(Collectors.joining(", "));
        int more = partitions.size() - NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }
}
