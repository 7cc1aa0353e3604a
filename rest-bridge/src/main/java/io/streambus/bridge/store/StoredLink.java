package io.streambus.bridge.store;

import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.ReplicationLink;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a bridge needs to know of a link to take it over from a predecessor that died at any moment.
 *
 * @param status where the life cycle was; it may be behind the desired state
 * @param revision of the document, from 1
 * @param appliedRevision the revision that the connectors have; 0 before they exist
 * @param startedAt the last start; empty if never started
 * @param locations by connector: the name of the Connect cluster on which it is, or is to be; an entry is missing where an older bridge wrote none
 */
public record StoredLink(
        ReplicationLink link,
        DesiredState desired,
        LinkStatus status,
        long revision,
        long appliedRevision,
        Instant createdAt,
        Optional<Instant> startedAt,
        Map<String, String> locations) {

    public StoredLink {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(desired, "desired");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(startedAt, "startedAt");
        locations = Map.copyOf(locations);
        if (revision < 1 || appliedRevision < 0 || appliedRevision > revision) {
            throw new IllegalArgumentException("revision " + revision + " and applied revision " + appliedRevision
                    + " do not fit together; the applied one is from 0 to the other");
        }
    }

    /** A link that has been asked for and of which nothing exists yet. */
    public static StoredLink creating(ReplicationLink link, Instant now) {
        return new StoredLink(
                link, DesiredState.CREATING, new LinkStatus.Stopped(now), 1, 0, now, Optional.empty(), Map.of());
    }

    public String id() {
        return link.id();
    }

    public StoredLink desiring(DesiredState newDesired) {
        return new StoredLink(link, newDesired, status, revision, appliedRevision, createdAt, startedAt, locations);
    }

    public StoredLink in(LinkStatus newStatus) {
        return new StoredLink(link, desired, newStatus, revision, appliedRevision, createdAt, startedAt, locations);
    }

    public StoredLink startedAt(Instant start) {
        return new StoredLink(
                link, desired, status, revision, appliedRevision, createdAt, Optional.of(start), locations);
    }

    public StoredLink updatedTo(ReplicationLink newLink) {
        return new StoredLink(newLink, desired, status, revision + 1, appliedRevision, createdAt, startedAt, locations);
    }

    public StoredLink locatedAt(Map<String, String> newLocations) {
        return new StoredLink(link, desired, status, revision, appliedRevision, createdAt, startedAt, newLocations);
    }

    public StoredLink applied() {
        return new StoredLink(link, desired, status, revision, revision, createdAt, startedAt, locations);
    }
}
