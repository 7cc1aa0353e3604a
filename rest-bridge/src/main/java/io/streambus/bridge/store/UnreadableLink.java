package io.streambus.bridge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.ReplicationLink;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A link whose entry this bridge cannot read: its document was taken once and is refused by a rule of today, or another version of the bridge wrote
 * it. Its connectors are left as they are.
 *
 * @param id its key in the topic
 * @param reason what cannot be read, in a sentence without secrets
 * @param faults of the document, if it is all that is wrong; a mended document makes the link whole then. Empty otherwise
 * @param entry the entry; empty if it is no JSON object
 */
public record UnreadableLink(String id, String reason, List<Fault> faults, ObjectNode entry) {

    static final String DOCUMENT = "document";

    public UnreadableLink {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(reason, "reason");
        faults = List.copyOf(faults);
        Objects.requireNonNull(entry, "entry");
    }

    static UnreadableLink of(Entries.Unreadable unreadable) {
        return new UnreadableLink(
                unreadable.id(),
                unreadable.fault().getMessage(),
                unreadable.fault().faults(),
                unreadable.entry());
    }

    /** Whether a new document makes the link whole. */
    public boolean mendable() {
        return !faults.isEmpty();
    }

    /** The document as it is kept, with its secrets; empty if there is none. */
    public ObjectNode document() {
        return entry.get(DOCUMENT) instanceof ObjectNode document ? document : JsonText.newObject();
    }

    /** The status that it was last seen in, as answers give it; failed if none is told. */
    public String status() {
        return entry.at("/status/word").asText("failed");
    }

    /** RFC 3339; empty text if none is told. */
    public String createdAt() {
        return entry.path("created_at").asText();
    }

    /** The version of its document; 0 if none is told. */
    public long revision() {
        return entry.path("revision").asLong();
    }

    /** Connectors that are its own, as far as the entry tells. */
    public Set<String> connectors() {
        return new TreeSet<>(StoredLinkFormat.locations(entry).keySet());
    }

    /** The link with another document, one version on; or why that does not make it whole. */
    public Read<StoredLink> mended(ReplicationLink link) {
        try {
            return new Read.Valid<>(StoredLinkFormat.decode(entry, link).updatedTo(link));
        } catch (UnreadableEntryException e) {
            return new Read.Invalid<>(
                    List.of(new Fault("", "does not fit what is kept of the link: " + e.getMessage())));
        }
    }
}
