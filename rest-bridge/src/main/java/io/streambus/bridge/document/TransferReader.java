package io.streambus.bridge.document;

import io.streambus.bridge.json.Found;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.json.Patterns;
import io.streambus.bridge.link.Compression;
import io.streambus.bridge.link.FailoverPolicy;
import io.streambus.bridge.link.FlowTuning;
import io.streambus.bridge.link.MessageFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reads {@code config}, {@code filter} and {@code failover_config}. Confined to one reading. */
final class TransferReader {

    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final long LONGEST_MS = Duration.ofDays(365).toMillis();
    private static final int GIBIBYTE = 1 << 30;

    private TransferReader() {}

    static FlowTuning tuning(ObjectReader fields) {
        FlowTuning byDefault = FlowTuning.DEFAULT;
        long maxBytes = fields.integer("max_bytes", 1_024, GIBIBYTE, byDefault.maxBytes());
        long maxMessages = fields.integer("max_messages", 1, 1_000_000, byDefault.maxMessages());
        long batchSize = fields.integer("batch_size", 1, 1_000_000, byDefault.batchSize());
        long concurrency = fields.integer("concurrent_partitions", 1, 1_000, byDefault.concurrentPartitions());
        boolean compression = fields.bool("enable_compression", byDefault.compression());
        Compression type = compressionType(fields).orElse(byDefault.compressionType());
        long throttle = fields.integer("throttle_rate_bytes_per_sec", 0, 1L << 50, 0);
        long interval = fields.integer(
                "checkpoint_interval_ms",
                100,
                DAY_MS,
                byDefault.checkpointInterval().toMillis());
        boolean exactlyOnce = fields.bool("enable_exactly_once", byDefault.exactlyOnce());
        boolean idempotence = fields.bool("enable_idempotence", byDefault.idempotence());
        if (exactlyOnce && !idempotence) {
            fields.fault("enable_idempotence", "must be true when enable_exactly_once is; transactions rest on it");
            idempotence = true;
        }
        fields.refuseOthers();
        return new FlowTuning(
                (int) maxBytes,
                (int) maxMessages,
                (int) batchSize,
                (int) concurrency,
                compression,
                type,
                throttle,
                Duration.ofMillis(interval),
                exactlyOnce,
                idempotence);
    }

    static Optional<Compression> compressionType(ObjectReader fields) {
        Optional<String> word = fields.text("compression_type");
        Optional<Compression> type = word.flatMap(Compression::of);
        if (word.isPresent() && type.isEmpty()) {
            fields.fault(
                    "compression_type",
                    "must be one of " + Compression.words() + ", found " + Found.quoted(word.get()));
        }
        return type;
    }

    static MessageFilter filter(ObjectReader fields) {
        boolean enabled = fields.bool("enabled", false);
        BiConsumer<String, String> check =
                (at, pattern) -> Patterns.fault(pattern).ifPresent(message -> fields.faultAt(at, message));
        List<String> include = fields.texts("include_patterns", check);
        List<String> exclude = fields.texts("exclude_patterns", check);
        Map<String, String> headers = fields.textMap("filter_by_header");
        Optional<Instant> min = fields.time("min_timestamp");
        Optional<Instant> max = fields.time("max_timestamp");
        if (min.isPresent() && max.isPresent() && max.get().isBefore(min.get())) {
            fields.fault("max_timestamp", "must not lie before min_timestamp " + min.get() + ", found " + max.get());
            max = Optional.empty();
        }
        fields.refuseOthers();
        return new MessageFilter(enabled, include, exclude, headers, min, max);
    }

    static FailoverPolicy failover(ObjectReader fields) {
        FailoverPolicy byDefault = FailoverPolicy.DISABLED;
        boolean enabled = fields.bool("enabled", false);
        long threshold = fields.integer(
                "failover_threshold", 0, LONGEST_MS, byDefault.threshold().toMillis());
        long timeout = fields.integer(
                "failover_timeout_ms", 0, LONGEST_MS, byDefault.timeout().toMillis());
        int failures =
                (int) fields.integer("max_consecutive_failures", 0, 1_000_000, byDefault.maxConsecutiveFailures());
        boolean autoFailback = fields.bool("auto_failback", false);
        long delay = fields.integer(
                "failback_delay_ms", 0, LONGEST_MS, byDefault.failbackDelay().toMillis());
        Optional<String> webhook = fields.text(Webhook.FIELD).filter(text -> !text.isEmpty());
        webhook.filter(url -> !Webhook.isOne(url))
                .ifPresent(url ->
                        fields.fault(Webhook.FIELD, "must be an http or https URL with a host and without user info"));
        webhook.filter(Webhook::isMasked)
                .ifPresent(url -> fields.fault(
                        Webhook.FIELD,
                        "has \"***\" where answers hide the rest of a URL that is there already, and there is no such one;"
                                + " send the whole URL"));
        fields.refuseOthers();
        return new FailoverPolicy(
                enabled,
                Duration.ofMillis(threshold),
                Duration.ofMillis(timeout),
                failures,
                autoFailback,
                Duration.ofMillis(delay),
                webhook);
    }
}
