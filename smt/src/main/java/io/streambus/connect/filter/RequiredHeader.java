package io.streambus.connect.filter;

import io.streambus.connect.record.HeaderText;
import java.util.Objects;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/**
 * A header that a record must have with exactly this value. Of several headers with the name the last one counts, as everywhere in Kafka.
 *
 * @param name of the header
 * @param value that it must have
 */
public record RequiredHeader(String name, HeaderText value) {

    public RequiredHeader {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }

    boolean isIn(Headers headers) {
        Header header = headers.lastWithName(name);
        return header != null && value.isValueOf(header);
    }
}
