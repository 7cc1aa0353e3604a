package io.streambus.bridge.lifecycle;

import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.store.StoredLink;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A link as it stands at one moment, for everybody who is not its owner.
 *
 * @param deleting whether the link is being deleted, which cannot be taken back
 * @param flows what is to become of each flow; those that are not to run while others are rest on purpose
 * @param reconciled whether desired state and Connect agree: nothing is on its way
 * @param revision of the document
 * @param startedAt the last start; empty if never started
 * @param consecutiveFailures failures since the flows last ran well
 * @param totalFailures failures that this bridge has seen
 * @param workers on which worker each task ran when Connect was last asked, by flow and by the task's number
 * @param blockedBy what keeps the desired state from coming true, in a sentence; empty if nothing does
 */
public record LinkView(
        ReplicationLink link,
        LinkStatus status,
        boolean deleting,
        Map<Flow, DesiredState> flows,
        boolean reconciled,
        long revision,
        Instant createdAt,
        Optional<Instant> startedAt,
        int consecutiveFailures,
        long totalFailures,
        Map<String, Map<Integer, String>> workers,
        Optional<String> blockedBy) {

    public LinkView {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(status, "status");
        flows = Collections.unmodifiableMap(new LinkedHashMap<>(flows));
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(startedAt, "startedAt");
        workers = Map.copyOf(workers);
        Objects.requireNonNull(blockedBy, "blockedBy");
    }

    /** @param reconciled whether nothing is on its way */
    static LinkView of(
            StoredLink stored,
            boolean reconciled,
            int consecutiveFailures,
            long totalFailures,
            Map<String, Map<Integer, String>> workers,
            Optional<String> blockedBy) {
        Map<Flow, DesiredState> flows = new LinkedHashMap<>();
        stored.allFlows().forEach(flow -> flows.put(flow, stored.desired(flow)));
        return new LinkView(
                stored.link(),
                stored.status(),
                stored.phase() == StoredLink.Phase.DELETING,
                flows,
                reconciled,
                stored.revision(),
                stored.createdAt(),
                stored.startedAt(),
                consecutiveFailures,
                totalFailures,
                workers,
                blockedBy);
    }

    public String id() {
        return link.id();
    }

    /** The flows that are meant to copy while the link runs: all of them, or those that clients feed. */
    public List<Flow> flowsInService() {
        DesiredState most = StoredLink.strongest(flows.values());
        return flows.entrySet().stream()
                .filter(flow -> flow.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @throws LinkException.Busy if it is on its way out */
    void refuseWhileDeleting() {
        if (deleting) {
            throw new LinkException.Busy("link " + id() + " is being deleted, which cannot be taken back");
        }
    }

    /**
     * @param ifRevision the revision that the caller knows; empty for any
     * @throws LinkException.Stale if it is another one
     */
    void requireRevision(OptionalLong ifRevision) {
        if (ifRevision.isPresent() && ifRevision.getAsLong() != revision) {
            throw new LinkException.Stale("link " + id() + " is at version " + revision + ", not "
                    + ifRevision.getAsLong() + "; read it again and repeat the change");
        }
    }

    public Set<LinkAction> allowedActions() {
        return deleting ? EnumSet.of(LinkAction.DELETE) : status.allowedActions();
    }
}
