package io.streambus.bridge.lifecycle;

import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.ReplicationLink;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A link as it stands at one moment, for everybody who is not its owner.
 *
 * @param reconciled whether desired state and Connect agree: nothing is on its way
 * @param revision of the document
 * @param startedAt the last start; empty if never started
 * @param consecutiveFailures failures since the flows last ran well
 * @param totalFailures failures that this bridge has seen
 * @param blockedBy what keeps the desired state from coming true, in a sentence; empty if nothing does
 */
public record LinkView(
        ReplicationLink link,
        LinkStatus status,
        DesiredState desired,
        boolean reconciled,
        long revision,
        Instant createdAt,
        Optional<Instant> startedAt,
        int consecutiveFailures,
        long totalFailures,
        Optional<String> blockedBy) {

    public LinkView {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(desired, "desired");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(blockedBy, "blockedBy");
    }

    public String id() {
        return link.id();
    }

    /** @throws LinkException.Busy if it is on its way out */
    void refuseWhileDeleting() {
        if (desired == DesiredState.DELETING) {
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
        return desired == DesiredState.DELETING ? EnumSet.of(LinkAction.DELETE) : status.allowedActions();
    }
}
