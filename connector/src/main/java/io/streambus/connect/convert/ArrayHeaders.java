package io.streambus.connect.convert;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/**
 * Headers over one array, which is as long as needed from the beginning: Connect's own keep a linked list, at the cost of a node per header and record.
 * Otherwise the same, equality and hash included.
 *
 * <p>Not thread-safe, as Connect's.
 */
final class ArrayHeaders implements Headers {

    private final ArrayList<Header> headers;

    /** @param expected how many there will be, for which no second array is needed */
    ArrayHeaders(int expected) {
        this.headers = new ArrayList<>(expected);
    }

    private ArrayHeaders(ArrayHeaders original) {
        this.headers = new ArrayList<>(original.headers);
    }

    @Override
    public int size() {
        return headers.size();
    }

    @Override
    public boolean isEmpty() {
        return headers.isEmpty();
    }

    @Override
    public Iterator<Header> iterator() {
        return headers.iterator();
    }

    @Override
    public Header lastWithName(String key) {
        requireKey(key);
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (key.equals(headers.get(i).key())) {
                return headers.get(i);
            }
        }
        return null;
    }

    @Override
    public Iterator<Header> allWithName(String key) {
        return headers.stream().filter(header -> header.key().equals(key)).iterator();
    }

    @Override
    public Headers add(Header header) {
        headers.add(Objects.requireNonNull(header, "a header to add must not be null"));
        return this;
    }

    @Override
    public Headers addBytes(String key, byte[] value) {
        return add(new BytesHeader(key, value));
    }

    /** Adds what Connect's own headers make of a key and a value of some type, checks included: for transforms, far from the record path. */
    private Headers addAll(Headers made) {
        made.forEach(this::add);
        return this;
    }

    @Override
    public Headers add(String key, SchemaAndValue schemaAndValue) {
        return addAll(new ConnectHeaders().add(key, schemaAndValue));
    }

    @Override
    public Headers add(String key, Object value, Schema schema) {
        return addAll(new ConnectHeaders().add(key, value, schema));
    }

    @Override
    public Headers addString(String key, String value) {
        return addAll(new ConnectHeaders().addString(key, value));
    }

    @Override
    public Headers addBoolean(String key, boolean value) {
        return addAll(new ConnectHeaders().addBoolean(key, value));
    }

    @Override
    public Headers addByte(String key, byte value) {
        return addAll(new ConnectHeaders().addByte(key, value));
    }

    @Override
    public Headers addShort(String key, short value) {
        return addAll(new ConnectHeaders().addShort(key, value));
    }

    @Override
    public Headers addInt(String key, int value) {
        return addAll(new ConnectHeaders().addInt(key, value));
    }

    @Override
    public Headers addLong(String key, long value) {
        return addAll(new ConnectHeaders().addLong(key, value));
    }

    @Override
    public Headers addFloat(String key, float value) {
        return addAll(new ConnectHeaders().addFloat(key, value));
    }

    @Override
    public Headers addDouble(String key, double value) {
        return addAll(new ConnectHeaders().addDouble(key, value));
    }

    @Override
    public Headers addList(String key, List<?> value, Schema schema) {
        return addAll(new ConnectHeaders().addList(key, value, schema));
    }

    @Override
    public Headers addMap(String key, Map<?, ?> value, Schema schema) {
        return addAll(new ConnectHeaders().addMap(key, value, schema));
    }

    @Override
    public Headers addStruct(String key, Struct value) {
        return addAll(new ConnectHeaders().addStruct(key, value));
    }

    @Override
    public Headers addDecimal(String key, BigDecimal value) {
        return addAll(new ConnectHeaders().addDecimal(key, value));
    }

    @Override
    public Headers addDate(String key, Date value) {
        return addAll(new ConnectHeaders().addDate(key, value));
    }

    @Override
    public Headers addTime(String key, Date value) {
        return addAll(new ConnectHeaders().addTime(key, value));
    }

    @Override
    public Headers addTimestamp(String key, Date value) {
        return addAll(new ConnectHeaders().addTimestamp(key, value));
    }

    @Override
    public Headers remove(String key) {
        requireKey(key);
        headers.removeIf(header -> header.key().equals(key));
        return this;
    }

    @Override
    public Headers retainLatest(String key) {
        requireKey(key);
        return retainLatest(key::equals);
    }

    @Override
    public Headers retainLatest() {
        return retainLatest(key -> true);
    }

    /** Of each key that is among those meant, the last header only. */
    private Headers retainLatest(Predicate<String> meant) {
        Set<String> seen = new HashSet<>();
        // From the end, where the ones to keep stand.
        Collections.reverse(headers);
        headers.removeIf(header -> meant.test(header.key()) && !seen.add(header.key()));
        Collections.reverse(headers);
        return this;
    }

    @Override
    public Headers clear() {
        headers.clear();
        return this;
    }

    @Override
    public Headers duplicate() {
        return new ArrayHeaders(this);
    }

    @Override
    public Headers apply(HeaderTransform transform) {
        return apply(key -> true, transform);
    }

    @Override
    public Headers apply(String key, HeaderTransform transform) {
        requireKey(key);
        return apply(key::equals, transform);
    }

    private Headers apply(Predicate<String> meant, HeaderTransform transform) {
        ListIterator<Header> each = headers.listIterator();
        while (each.hasNext()) {
            Header header = each.next();
            if (meant.test(header.key())) {
                Header updated = transform.apply(header);
                if (updated == null) {
                    each.remove();
                } else {
                    each.set(updated);
                }
            }
        }
        return this;
    }

    private static void requireKey(String key) {
        Objects.requireNonNull(key, "the key of a header must not be null");
    }

    /** Equal to any headers that have the same in the same order. */
    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof Headers that) || that.size() != size()) {
            return false;
        }
        Iterator<Header> theirs = that.iterator();
        return headers.stream().allMatch(header -> header.equals(theirs.next()));
    }

    /** The one of Connect's own headers, which these may be equal to. */
    @Override
    public int hashCode() {
        return Objects.hash(headers);
    }

    @Override
    public String toString() {
        return "ArrayHeaders(headers=" + headers + ')';
    }
}
