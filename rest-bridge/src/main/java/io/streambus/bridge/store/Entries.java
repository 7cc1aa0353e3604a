package io.streambus.bridge.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest entries of one kind in the links topic, by id. Not thread-safe.
 *
 * @param <T> what an entry of this kind is read to
 */
final class Entries<T> {

    /** Keys of other kinds than links begin with this, which no id of a link can. */
    private static final char MARK = '@';

    private final String prefix;
    private final Format<T> format;
    private final Map<String, byte[]> values = new TreeMap<>();
    private final Map<String, T> readable = new TreeMap<>();
    private final Map<String, Unreadable> unreadable = new TreeMap<>();

    /** How the values of a kind are read. */
    interface Format<T> {
        /** @throws UnreadableEntryException if this bridge cannot tell what the entry says */
        T decode(byte[] value) throws UnreadableEntryException;
    }

    /**
     * An entry that cannot be read, and why.
     *
     * @param entry empty if it is no JSON object
     */
    record Unreadable(String id, ObjectNode entry, UnreadableEntryException fault) {
        static Unreadable of(String id, byte[] value, UnreadableEntryException fault) {
            ObjectNode entry =
                    JsonText.object(value) instanceof Read.Valid<ObjectNode> read ? read.value() : JsonText.newObject();
            return new Unreadable(id, entry, fault);
        }
    }

    private Entries(String prefix, Format<T> format) {
        this.prefix = prefix;
        this.format = format;
    }

    /** Entries whose keys are ids. */
    static <T> Entries<T> unmarked(Format<T> format) {
        return new Entries<>("", format);
    }

    /** Entries whose keys are {@code @kind/id}. */
    static <T> Entries<T> of(String kind, Format<T> format) {
        return new Entries<>(key(kind, ""), format);
    }

    static String key(String kind, String id) {
        return MARK + kind + '/' + id;
    }

    /** Whether a key is that of an entry of this kind. */
    boolean owns(String key) {
        return prefix.isEmpty() ? key.isEmpty() || key.charAt(0) != MARK : key.startsWith(prefix);
    }

    /**
     * Takes in the newest entry of a key that this kind owns. One that cannot be read takes the one before it away: who acted on that would undo what a
     * newer bridge has done.
     *
     * @param value null for a tombstone
     * @return the entry if it cannot be read
     */
    Optional<Unreadable> accept(String key, byte[] value) {
        String id = key.substring(prefix.length());
        if (value == null) {
            values.remove(id);
            readable.remove(id);
            unreadable.remove(id);
            return Optional.empty();
        }
        values.put(id, value);
        return read(id, value);
    }

    /** Reads all entries once more, because what they refer to has changed. */
    void readAgain() {
        values.forEach(this::read);
    }

    private Optional<Unreadable> read(String id, byte[] value) {
        readable.remove(id);
        unreadable.remove(id);
        try {
            readable.put(id, format.decode(value));
            return Optional.empty();
        } catch (UnreadableEntryException e) {
            unreadable.put(id, Unreadable.of(id, value, e));
        } catch (RuntimeException e) {
            unreadable.put(id, Unreadable.of(id, value, new UnreadableEntryException(TopicLinkStore.reason(e))));
        }
        return Optional.of(unreadable.get(id));
    }

    /** In the order of ids. */
    List<T> readable() {
        return List.copyOf(readable.values());
    }

    /** In the order of ids. */
    List<Unreadable> unreadable() {
        return List.copyOf(unreadable.values());
    }
}
