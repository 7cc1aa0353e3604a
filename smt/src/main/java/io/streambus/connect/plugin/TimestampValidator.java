package io.streambus.connect.plugin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Lets a config value through if it is a point in time as RFC 3339 writes it; an absent value is not its business. */
public final class TimestampValidator implements ConfigDef.Validator {

    private static final String RULE =
            "a time as in RFC 3339, such as 2024-01-01T00:00:00Z or 2024-01-01T02:00:00+02:00";

    @Override
    public void ensureValid(String key, Object value) {
        if (value == null) {
            return;
        }
        try {
            parse(value.toString());
        } catch (DateTimeException e) {
            throw new ConfigException(key, value, "it must be " + RULE);
        }
    }

    /**
     * @param text a value that {@link #ensureValid} let through
     * @throws DateTimeException if the text is no such time
     */
    public static Instant parse(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** The rule, as the reference page prints it. */
    @Override
    public String toString() {
        return RULE;
    }
}
