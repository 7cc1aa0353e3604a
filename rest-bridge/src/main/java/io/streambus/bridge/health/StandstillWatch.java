package io.streambus.bridge.health;

import io.streambus.bridge.health.LinkHealth.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells of partitions that stand still: which, since when, why, and by which calls they go on. Confined to the observer. */
public final class StandstillWatch {

    private final String linkId;
    private final Map<Key, Since> known = new HashMap<>();

    private record Key(String flow, String partition) {}

    private record Since(String reason, Instant at) {}

    /**
     * A partition that says why it does not go on.
     *
     * @param partition as in {@code orders-0}
     * @param reason in sentences
     * @param skippable whether it can be skipped as well as restarted
     */
    public record Stopped(String flow, String clusterId, String partition, String reason, boolean skippable) {}

    public StandstillWatch(String linkId) {
        this.linkId = linkId;
    }

    /** Looks once more. A standstill counts from when it was first seen, by this bridge and for this reason. */
    public List<HealthFinding> look(Instant now, Collection<Stopped> stopped) {
        Set<Key> seen = new HashSet<>();
        List<HealthFinding> findings = new ArrayList<>();
        stopped.stream()
                .sorted(Comparator.comparing(Stopped::partition).thenComparing(Stopped::flow))
                .forEach(each -> {
                    Key key = new Key(each.flow(), each.partition());
                    seen.add(key);
                    Since since = known.merge(
                            key,
                            new Since(each.reason(), now),
                            (old, fresh) -> old.reason().equals(fresh.reason()) ? old : fresh);
                    findings.add(new HealthFinding(
                            Status.UNHEALTHY,
                            "Partition " + each.partition() + " of cluster " + each.clusterId() + " stands still since "
                                    + since.at().truncatedTo(ChronoUnit.SECONDS) + ": " + each.reason() + ' '
                                    + calls(each)));
                });
        known.keySet().retainAll(seen);
        return findings;
    }

    private String calls(Stopped each) {
        String partition = "partitions/" + each.partition();
        return "To end it by decision: POST …/links/" + linkId + "/stop, then …/" + partition
                + (each.skippable() ? "/skip or …/" + partition + "/restart" : "/restart") + ", then …/start.";
    }
}
