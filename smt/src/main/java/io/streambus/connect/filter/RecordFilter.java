package io.streambus.connect.filter;

import io.streambus.connect.record.SourcePosition;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;

/**
 * Says of each record whether it passes: it does if it satisfies every rule. Rules that cost least are asked first.
 *
 * <p>Thread-safe: immutable.
 */
public final class RecordFilter {

    private final Subject subject;
    private final ContentRule content;
    private final RequiredHeader[] headers;
    private final boolean bounded;
    private final long minMs;
    private final long maxMs;

    public RecordFilter(Subject subject, ContentRule content, Collection<RequiredHeader> headers, TimeSpan span) {
        this.subject = subject;
        this.content = content;
        this.headers = headers.toArray(new RequiredHeader[0]);
        this.bounded = span.isBounded();
        this.minMs = span.minMs();
        this.maxMs = span.maxMs();
    }

    /**
     * @throws DataException if patterns are to be searched in a value or key that is no text, such as a Struct: its text form would be an accident of
     *     the converter
     */
    public boolean passes(ConnectRecord<?> record) {
        return timestampPasses(record.timestamp()) && headersPass(record) && contentPasses(record);
    }

    /** A record without a timestamp lies within no bounds. */
    private boolean timestampPasses(Long timestamp) {
        return !bounded || (timestamp != null && timestamp >= minMs && timestamp <= maxMs);
    }

    private boolean headersPass(ConnectRecord<?> record) {
        for (RequiredHeader header : headers) {
            if (!header.isIn(record.headers())) {
                return false;
            }
        }
        return true;
    }

    private boolean contentPasses(ConnectRecord<?> record) {
        if (content.isEmpty()) {
            return true;
        }
        return switch (subject) {
            case VALUE -> record.value() == null || contentPasses(record, record.value(), "value");
            case KEY ->
                record.key() == null ? content.passesWithoutContent() : contentPasses(record, record.key(), "key");
            case TOPIC -> content.passes(SourcePosition.topic(record));
        };
    }

    private boolean contentPasses(ConnectRecord<?> record, Object searched, String part) {
        if (searched instanceof byte[] bytes) {
            return content.passes(bytes, 0, bytes.length);
        }
        if (searched instanceof String text) {
            return content.passes(text);
        }
        if (searched instanceof ByteBuffer buffer) {
            return passes(buffer);
        }
        if (searched instanceof Number || searched instanceof Boolean) {
            return content.passes(searched.toString());
        }
        throw new DataException("cannot search patterns in the " + part + " of a record for topic " + record.topic()
                + ": it is a " + searched.getClass().getName()
                + ", and only bytes, strings, numbers and booleans can be"
                + " searched. Have the connector hand on bytes (ByteArrayConverter) or strings (StringConverter)");
    }

    private boolean passes(ByteBuffer buffer) {
        if (buffer.hasArray()) {
            int from = buffer.arrayOffset() + buffer.position();
            return content.passes(buffer.array(), from, from + buffer.remaining());
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return content.passes(bytes, 0, bytes.length);
    }
}
