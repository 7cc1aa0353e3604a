package io.streambus.connect.smt;

import io.streambus.connect.filter.ContentPattern;
import io.streambus.connect.filter.ContentRule;
import io.streambus.connect.filter.RecordFilter;
import io.streambus.connect.filter.RequiredHeader;
import io.streambus.connect.filter.Subject;
import io.streambus.connect.filter.TimeSpan;
import io.streambus.connect.plugin.ConfigReading;
import io.streambus.connect.plugin.KeyFamily;
import io.streambus.connect.plugin.TimestampValidator;
import io.streambus.connect.record.HeaderText;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The keys of {@link FilterRecords}. */
final class FilterRecordsConfig {

    private static final String PATTERNS = "Patterns";
    private static final String TIME = "Time";

    private static final String MATCH = "match";
    private static final String MATCH_DOC =
            "What the patterns are searched in: the record's `value` (tombstones, records without a value, pass"
                    + " whatever the patterns), its `key` (nothing is found in a record without a key) or the `topic`'s name at the source. Bytes are"
                    + " read as UTF-8, with U+FFFD in the place of what is none; strings, numbers and booleans as their text. A Struct, Map or List is"
                    + " an error of the record, as its text would depend on the converter.";

    private static final String MIN_TIMESTAMP = "min.timestamp";
    private static final String MIN_TIMESTAMP_DOC =
            "The earliest timestamp that passes. A record without a timestamp does not pass if a bound is set.";

    private static final String MAX_TIMESTAMP = "max.timestamp";
    private static final String MAX_TIMESTAMP_DOC =
            "The latest timestamp that passes. A record without a timestamp does not pass if a bound is set.";

    private static final KeyFamily INCLUDE = new KeyFamily(
            "include.pattern.",
            "name",
            "Include pattern",
            "RE2 syntax",
            Importance.HIGH,
            "If there are such keys, a record passes only if at least one of their patterns is found in it. The name is of your choice and"
                    + " tells the keys apart, such as `include.pattern.1`. A pattern is searched for, it need not fit the whole content. One"
                    + " that amounts to a literal (`important`, `.*important.*`) costs least.");

    private static final KeyFamily EXCLUDE = new KeyFamily(
            "exclude.pattern.",
            "name",
            "Exclude pattern",
            "RE2 syntax",
            Importance.HIGH,
            "A record passes only if none of these patterns is found in it. Names as in `include.pattern.<name>`.");

    private static final KeyFamily HEADERS = new KeyFamily(
            "headers.",
            "name",
            "Required header",
            "any text",
            Importance.HIGH,
            "A record passes only if the header of this name has exactly this value, for every such key. The name is all that follows"
                    + " `headers.`, dots included. Of several headers with the name the last one counts. Bytes are compared with the value's"
                    + " UTF-8, other types in their text form.");

    static final List<KeyFamily> FAMILIES = List.of(INCLUDE, EXCLUDE, HEADERS);

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    MATCH,
                    ConfigDef.Type.STRING,
                    "value",
                    ValidString.in("value", "key", "topic"),
                    Importance.MEDIUM,
                    MATCH_DOC,
                    PATTERNS,
                    1,
                    Width.SHORT,
                    "Searched part")
            .define(
                    MIN_TIMESTAMP,
                    ConfigDef.Type.STRING,
                    null,
                    new TimestampValidator(),
                    Importance.MEDIUM,
                    MIN_TIMESTAMP_DOC,
                    TIME,
                    1,
                    Width.MEDIUM,
                    "Earliest timestamp")
            .define(
                    MAX_TIMESTAMP,
                    ConfigDef.Type.STRING,
                    null,
                    new TimestampValidator(),
                    Importance.MEDIUM,
                    MAX_TIMESTAMP_DOC,
                    TIME,
                    2,
                    Width.MEDIUM,
                    "Latest timestamp");

    private FilterRecordsConfig() {}

    /** @throws org.apache.kafka.common.config.ConfigException with all faults of the configuration */
    static RecordFilter read(Map<String, ?> config) {
        ConfigReading reading = new ConfigReading("FilterRecords", DEFINITION, FAMILIES, config);
        Collection<ContentPattern> includes =
                reading.family(INCLUDE, ContentPattern::compile).values();
        Collection<ContentPattern> excludes =
                reading.family(EXCLUDE, ContentPattern::compile).values();
        List<RequiredHeader> headers = reading.family(HEADERS, HeaderText::new).entrySet().stream()
                .map(entry -> new RequiredHeader(entry.getKey(), entry.getValue()))
                .toList();
        TimeSpan span = span(reading);
        reading.finish();
        return new RecordFilter(Subject.of(reading.text(MATCH)), new ContentRule(includes, excludes), headers, span);
    }

    private static TimeSpan span(ConfigReading reading) {
        TimeSpan unbounded = new TimeSpan(Optional.empty(), Optional.empty());
        if (reading.isFaulty(MIN_TIMESTAMP) || reading.isFaulty(MAX_TIMESTAMP)) {
            return unbounded;
        }
        Optional<Instant> min = reading.optionalText(MIN_TIMESTAMP).map(TimestampValidator::parse);
        Optional<Instant> max = reading.optionalText(MAX_TIMESTAMP).map(TimestampValidator::parse);
        try {
            return new TimeSpan(min, max);
        } catch (IllegalArgumentException e) {
            reading.fault(MIN_TIMESTAMP, e.getMessage());
            return unbounded;
        }
    }
}
