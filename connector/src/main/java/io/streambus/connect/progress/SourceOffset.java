package io.streambus.connect.progress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The source offset of a record as Connect wants it, in MirrorMaker 2's form: {@code {offset: n}}, where n is the offset of the record itself; and what
 * has become of the record since it was handed over. One is made per record, so it holds little, and is its own entry in the list of its partition's
 * records in flight.
 *
 * <p>As a map it is immutable. Its outcome is written once, by the task's thread or by that of the worker's producer, and read by the task's thread.
 */
public class SourceOffset implements Map<String, Object> {

    public static final String OFFSET = "offset";

    /** Outcomes of which there is no offset on the target; else the outcome is that offset. */
    static final long IN_FLIGHT = -1;

    static final long FILTERED = -2;
    static final long DEAD_LETTERED = -3;
    static final long ELSEWHERE = -4;

    private static final VarHandle OUTCOME;

    static {
        try {
            OUTCOME = MethodHandles.lookup().findVarHandle(SourceOffset.class, "outcome", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The record that was handed over next. Belongs to the task's thread. */
    SourceOffset next;

    private final long offset;
    private final int bytes;

    @SuppressWarnings("UnusedVariable") // Through the handle.
    private long outcome = IN_FLIGHT;

    /**
     * @param offset of the record, 0 or more
     * @param bytes of its key and value
     */
    public SourceOffset(long offset, int bytes) {
        this.offset = offset;
        this.bytes = bytes;
    }

    public long offset() {
        return offset;
    }

    int bytes() {
        return bytes;
    }

    /** Whether the record goes to the dead-letter topic: its place there says nothing of its own topic. */
    boolean isDeadLetter() {
        return false;
    }

    /** Whether a copy of the record was found on the target, so that it was not handed over. */
    boolean wasSeen() {
        return false;
    }

    long outcome() {
        return (long) OUTCOME.getAcquire(this);
    }

    void ended(long how) {
        OUTCOME.setRelease(this, how);
    }

    /** Of a record that is on its way to the dead-letter topic. */
    public static final class DeadLetter extends SourceOffset {
        public DeadLetter(long offset, int bytes) {
            super(offset, bytes);
        }

        @Override
        boolean isDeadLetter() {
            return true;
        }
    }

    /** Of a record that stands on the target already. */
    static final class Seen extends SourceOffset {
        Seen(long offset, int bytes, long target) {
            super(offset, bytes);
            ended(target);
        }

        @Override
        boolean wasSeen() {
            return true;
        }
    }

    private Map<String, Object> asMap() {
        return Map.of(OFFSET, offset);
    }

    @Override
    public Object get(Object key) {
        return OFFSET.equals(key) ? (Object) offset : null;
    }

    @Override
    public boolean containsKey(Object key) {
        return OFFSET.equals(key);
    }

    @Override
    public boolean containsValue(Object value) {
        return value instanceof Long number && number == offset;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public Set<String> keySet() {
        return asMap().keySet();
    }

    @Override
    public Collection<Object> values() {
        return asMap().values();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return asMap().entrySet();
    }

    @Override
    public Object put(String key, Object value) {
        throw new UnsupportedOperationException("a source offset is not to be changed");
    }

    @Override
    public Object remove(Object key) {
        throw new UnsupportedOperationException("a source offset is not to be changed");
    }

    @Override
    public void putAll(Map<? extends String, ?> entries) {
        throw new UnsupportedOperationException("a source offset is not to be changed");
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException("a source offset is not to be changed");
    }

    @Override
    public boolean equals(Object other) {
        return this == other || asMap().equals(other);
    }

    @Override
    public int hashCode() {
        return asMap().hashCode();
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
