package io.streambus.connect.limits;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What the connector's settings say of the worker's producer, which writes the records; Kafka's defaults where they say nothing. What the worker's
 * own properties say ({@code producer.max.request.size}) cannot be seen from inside: who raises it there says so in the connector's
 * {@code producer.override.} too. Immutable.
 *
 * @param codec as {@code compression.type} names it; {@code none} if the producer does not compress
 * @param level of compression; empty for the codec's default
 * @param maxRequestBytes {@code max.request.size}: the largest record that it takes, before compression
 * @param bufferBytes {@code buffer.memory}: no record may be larger
 */
public record WorkerProducer(String codec, OptionalInt level, int maxRequestBytes, long bufferBytes) {

    static final String NO_COMPRESSION = "none";

    private static final String MAX_REQUEST = ProducerConfig.MAX_REQUEST_SIZE_CONFIG;
    private static final String BUFFER = ProducerConfig.BUFFER_MEMORY_CONFIG;

    /** @param overrides the connector's {@code producer.override.*}, without the prefix */
    public static WorkerProducer of(Map<String, ?> overrides) {
        Map<String, Object> defaults = ProducerConfig.configDef().defaultValues();
        String codec = String.valueOf(
                overrides.containsKey(ProducerConfig.COMPRESSION_TYPE_CONFIG)
                        ? overrides.get(ProducerConfig.COMPRESSION_TYPE_CONFIG)
                        : NO_COMPRESSION);
        Object level = overrides.get("compression." + codec + ".level");
        return new WorkerProducer(
                codec,
                level == null
                        ? OptionalInt.empty()
                        : OptionalInt.of((int) ConfigDef.parseType("compression.level", level, ConfigDef.Type.INT)),
                (int) ConfigDef.parseType(
                        MAX_REQUEST,
                        overrides.containsKey(MAX_REQUEST) ? overrides.get(MAX_REQUEST) : defaults.get(MAX_REQUEST),
                        ConfigDef.Type.INT),
                (long) ConfigDef.parseType(
                        BUFFER,
                        overrides.containsKey(BUFFER) ? overrides.get(BUFFER) : defaults.get(BUFFER),
                        ConfigDef.Type.LONG));
    }

    /** The largest record that it takes, in bytes as {@link RecordSize#estimate} counts them. */
    long maxRecordBytes() {
        return Math.min(maxRequestBytes, bufferBytes);
    }

    /** @return why the producer would refuse the record, with the numbers; null if it would not */
    String refusal(RecordSize size) {
        if (size.estimate() <= maxRecordBytes()) {
            return null;
        }
        String setting = maxRequestBytes <= bufferBytes ? MAX_REQUEST : BUFFER;
        return "it has " + size.estimate() + " bytes, and the worker's producer takes " + setting + " = "
                + maxRecordBytes() + " (what the connector says in producer.override." + setting
                + ", else Kafka's default)";
    }

    boolean compresses() {
        return !codec.equals(NO_COMPRESSION);
    }

    Compression compression() {
        if (level.isEmpty()) {
            return Compression.of(codec).build();
        }
        return switch (codec) {
            case "gzip" -> Compression.gzip().level(level.getAsInt()).build();
            case "lz4" -> Compression.lz4().level(level.getAsInt()).build();
            case "zstd" -> Compression.zstd().level(level.getAsInt()).build();
            default -> Compression.of(codec).build();
        };
    }
}
