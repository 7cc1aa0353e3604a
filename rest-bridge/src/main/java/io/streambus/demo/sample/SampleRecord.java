package io.streambus.demo.sample;

import java.util.Objects;
import java.util.Optional;

/**
 * One made-up record.
 *
 * @param key empty for a record without key
 * @param value JSON; empty for a tombstone
 * @param region value of the header {@code region}
 * @param priority value of the header {@code priority}
 * @param timestampMs when it happened, ms since the epoch; not always in order, as with real producers
 */
public record SampleRecord(
        SampleTopic topic,
        Optional<String> key,
        Optional<String> value,
        String region,
        String priority,
        long timestampMs) {

    public SampleRecord {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(priority, "priority");
    }
}
