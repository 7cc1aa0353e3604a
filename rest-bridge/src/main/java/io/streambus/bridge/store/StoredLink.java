package io.streambus.bridge.store;

import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.Wish;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a bridge needs to know of a link to take it over from a predecessor that died at any moment.
 *
 * @param status where the life cycle was; it may be behind the wish
 * @param revision of the document, from 1
 * @param appliedRevision the revision that the connectors have; 0 before they exist
 * @param startedAt the last start; empty if never started
 */
public record StoredLink(
        ReplicationLink link,
        Wish wish,
        LinkStatus status,
        long revision,
        long appliedRevision,
        Instant createdAt,
        Optional<Instant> startedAt) {

    public StoredLink {
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(wish, "wish");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(startedAt, "startedAt");
        if (revision < 1 || appliedRevision < 0 || appliedRevision > revision) {
            throw new IllegalArgumentException("revision " + revision + " and applied revision " + appliedRevision
                    + " do not fit together; the applied one is from 0 to the other");
        }
    }

    /** A link that has been asked for and of which nothing exists yet. */
    public static StoredLink creating(ReplicationLink link, Instant now) {
        return new StoredLink(link, Wish.CREATING, new LinkStatus.Stopped(now), 1, 0, now, Optional.empty());
    }

    public String id() {
        return link.id();
    }

    public StoredLink wishing(Wish newWish) {
        return new StoredLink(link, newWish, status, revision, appliedRevision, createdAt, startedAt);
    }

    public StoredLink in(LinkStatus newStatus) {
        return new StoredLink(link, wish, newStatus, revision, appliedRevision, createdAt, startedAt);
    }

    public StoredLink startedAt(Instant start) {
        return new StoredLink(link, wish, status, revision, appliedRevision, createdAt, Optional.of(start));
    }

    public StoredLink updatedTo(ReplicationLink newLink) {
        return new StoredLink(newLink, wish, status, revision + 1, appliedRevision, createdAt, startedAt);
    }

    public StoredLink applied() {
        return new StoredLink(link, wish, status, revision, revision, createdAt, startedAt);
    }
}
