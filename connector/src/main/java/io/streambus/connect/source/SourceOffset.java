package io.streambus.connect.source;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * The source offset of a record as Connect wants it, in MirrorMaker 2's form: {@code {offset: n}}, where n is the offset of the record itself. One
 * is made per record, so it holds a long and nothing else. Immutable.
 */
class SourceOffset extends AbstractMap<String, Object> {

    static final String OFFSET = "offset";

    private final long offset;

    SourceOffset(long offset) {
        this.offset = offset;
    }

    long offset() {
        return offset;
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return Set.of(Map.entry(OFFSET, offset));
    }

    @Override
    public Object get(Object key) {
        return OFFSET.equals(key) ? (Object) offset : null;
    }

    @Override
    public boolean containsKey(Object key) {
        return OFFSET.equals(key);
    }
}
