package io.streambus.connect.convert;

import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;

/** A header of bytes in one object. Equal to the one that Connect makes of the same key and value, with the same hash. Immutable but for its value. */
final class BytesHeader implements Header {

    private final String key;
    private final byte[] value;

    /** @param value may be null */
    BytesHeader(String key, byte[] value) {
        this.key = Objects.requireNonNull(key, "the key of a header must not be null");
        this.value = value;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Schema schema() {
        return value == null ? Schema.OPTIONAL_BYTES_SCHEMA : Schema.BYTES_SCHEMA;
    }

    @Override
    public Object value() {
        return value;
    }

    @Override
    public Header with(Schema schema, Object newValue) {
        return new ConnectHeaders()
                .add(key, new SchemaAndValue(schema, newValue))
                .lastWithName(key);
    }

    @Override
    public Header rename(String newKey) {
        return key.equals(newKey) ? this : new BytesHeader(newKey, value);
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof Header that
                        && key.equals(that.key())
                        && Objects.equals(schema(), that.schema())
                        && Objects.equals(value, that.value()));
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, new SchemaAndValue(schema(), value));
    }

    /** Without the contents. */
    @Override
    public String toString() {
        return key + (value == null ? "=null" : " of " + value.length + " bytes");
    }
}
