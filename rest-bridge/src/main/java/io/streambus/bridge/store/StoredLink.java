package io.streambus.bridge.store;

import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.FlowId;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.Membership;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.Flow;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * All that a bridge needs to know of a link to take it over from a predecessor that died at any moment.
 *
 * @param members the link's clusters and its active side
 * @param flows what is to become of each flow; a flow that clients do not feed rests on purpose
 * @param status where the life cycle was; it may be behind the desired states
 * @param revision of the document, from 1
 * @param appliedRevision the revision that the connectors have; 0 before they exist
 * @param startedAt the last start; empty if never started
 * @param locations by connector: the name of the Connect cluster on which it is, or is to be; an entry is missing where an older bridge wrote none
 */
public record StoredLink(
        ReplicationLink link,
        Phase phase,
        Membership members,
        SortedMap<FlowId, DesiredState> flows,
        LinkStatus status,
        long revision,
        long appliedRevision,
        Instant createdAt,
        Optional<Instant> startedAt,
        Map<String, String> locations) {

    /** Whether the link is there at all. */
    public enum Phase {
        /** Not there for anybody yet; found after a crash, it is undone. */
        CREATING,
        CREATED,
        /** Cannot be taken back. */
        DELETING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public StoredLink {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(members, "members");
        flows = Collections.unmodifiableSortedMap(new TreeMap<>(flows));
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(startedAt, "startedAt");
        locations = Map.copyOf(locations);
        if (revision < 1 || appliedRevision < 0 || appliedRevision > revision) {
            throw new IllegalArgumentException("revision " + revision + " and applied revision " + appliedRevision
                    + " do not fit together; the applied one is from 0 to the other");
        }
        if (flows.isEmpty()) {
            throw new IllegalArgumentException("a link has at least one flow");
        }
    }

    /** A link that has been asked for and of which nothing exists yet. */
    public static StoredLink creating(ReplicationLink link, Instant now) {
        return new StoredLink(
                link,
                Phase.CREATING,
                Membership.of(link.topology()),
                all(link, DesiredState.STOPPED),
                new LinkStatus.Stopped(now),
                1,
                0,
                now,
                Optional.empty(),
                Map.of());
    }

    /** Every flow of a link's topology in one state. */
    static SortedMap<FlowId, DesiredState> all(ReplicationLink link, DesiredState state) {
        SortedMap<FlowId, DesiredState> flows = new TreeMap<>();
        Flow.of(link).forEach(flow -> flows.put(flow.id(), state));
        return flows;
    }

    public String id() {
        return link.id();
    }

    /** The flows of the link as it is kept, those that rest too. */
    public List<Flow> allFlows() {
        return Flow.of(link, flows.keySet());
    }

    /** What is to become of a flow. */
    public DesiredState desired(Flow flow) {
        return flows.get(flow.id());
    }

    /** What is to become of the link: running if some flow is to run, paused if none is to run and some to pause, else stopped. */
    public DesiredState desired() {
        return strongest(flows.values());
    }

    /** The rule of {@link #desired()}. */
    public static DesiredState strongest(Collection<DesiredState> flows) {
        return Collections.max(flows);
    }

    /** What is to become of the flows in service; the others rest on purpose. */
    public StoredLink desiring(DesiredState state) {
        return withFlows((flow, old) -> members.inService(link.type(), flow) ? state : DesiredState.STOPPED);
    }

    /** What is to become of one flow. */
    public StoredLink desiring(FlowId flow, DesiredState state) {
        SortedMap<FlowId, DesiredState> next = new TreeMap<>(flows);
        next.put(flow, state);
        return new StoredLink(
                link, phase, members, next, status, revision, appliedRevision, createdAt, startedAt, locations);
    }

    /** After clients have been moved to another cluster of the link; what its flows do is said apart. */
    public StoredLink activated(String clusterId) {
        return new StoredLink(
                link,
                phase,
                members.activated(clusterId),
                flows,
                status,
                revision,
                appliedRevision,
                createdAt,
                startedAt,
                locations);
    }

    private StoredLink withFlows(BiFunction<FlowId, DesiredState, DesiredState> change) {
        SortedMap<FlowId, DesiredState> next = new TreeMap<>(flows);
        next.replaceAll(change);
        return new StoredLink(
                link, phase, members, next, status, revision, appliedRevision, createdAt, startedAt, locations);
    }

    public StoredLink in(Phase newPhase) {
        return new StoredLink(
                link, newPhase, members, flows, status, revision, appliedRevision, createdAt, startedAt, locations);
    }

    public StoredLink in(LinkStatus newStatus) {
        return new StoredLink(
                link, phase, members, flows, newStatus, revision, appliedRevision, createdAt, startedAt, locations);
    }

    public StoredLink startedAt(Instant start) {
        return new StoredLink(
                link,
                phase,
                members,
                flows,
                status,
                revision,
                appliedRevision,
                createdAt,
                Optional.of(start),
                locations);
    }

    /** @param newLink with the same flows: clusters and directions of a link never change */
    public StoredLink updatedTo(ReplicationLink newLink) {
        return new StoredLink(
                newLink, phase, members, flows, status, revision + 1, appliedRevision, createdAt, startedAt, locations);
    }

    public StoredLink locatedAt(Map<String, String> newLocations) {
        return new StoredLink(
                link, phase, members, flows, status, revision, appliedRevision, createdAt, startedAt, newLocations);
    }

    public StoredLink applied() {
        return new StoredLink(link, phase, members, flows, status, revision, revision, createdAt, startedAt, locations);
    }
}
