package io.streambus.benchmark.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes records that look like those of a business: JSON with recurring words and random figures, which compresses to about a third. The
 * same every time for the same seed, no two alike. Confined to one thread.
 */
final class RecordFactory {

    private static final int POOL_BYTES = 1 << 20;
    private static final String[] WORDS = {
        "order",
        "customer",
        "pending",
        "shipped",
        "amount",
        "currency",
        "EUR",
        "USD",
        "status",
        "region",
        "warehouse",
        "invoice",
        "address",
        "quantity",
        "discount",
        "reference",
        "payment",
        "delivery",
        "updated",
        "channel"
    };

    private final RecordShape shape;
    private final Random random;
    private final byte[] pool;

    RecordFactory(RecordShape shape, long seed) {
        this.shape = shape;
        this.random = new Random(seed);
        this.pool = pool(new Random(seed), POOL_BYTES + shape.valueBytes());
    }

    private static byte[] pool(Random random, int bytes) {
        StringBuilder text = new StringBuilder(bytes + 64);
        while (text.length() < bytes) {
            text.append('"')
                    .append(WORDS[random.nextInt(WORDS.length)])
                    .append("\":\"")
                    .append(Integer.toHexString(random.nextInt()))
                    .append("\",");
        }
        return text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @param number of the record within its topic: it makes the record unlike all others
     * @param timestampMs the record's timestamp
     * @param stampNanos for whoever measures how long the record takes; see {@link #stampOf}
     */
    ProducerRecord<byte[], byte[]> record(String topic, int partition, long number, long timestampMs, long stampNanos) {
        byte[] value = new byte[shape.valueBytes()];
        String start = String.format(Locale.ROOT, "{\"n\":%d,", number);
        System.arraycopy(pool, random.nextInt(POOL_BYTES), value, Long.BYTES, value.length - Long.BYTES);
        byte[] head = start.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, value, Long.BYTES, head.length);
        ByteBuffer.wrap(value).putLong(stampNanos);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, timestampMs, hex(number * 0x9E3779B97F4A7C15L), value);
        for (int i = 0; i < shape.headers(); i++) {
            record.headers().add("header-" + i, hex(random.nextInt(1_000)));
        }
        return record;
    }

    static long stampOf(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }

    private static byte[] hex(long number) {
        byte[] text = new byte[RecordShape.HEADER_VALUE_BYTES];
        for (int i = text.length - 1; i >= 0; i--) {
            text[i] = (byte) "0123456789abcdef".charAt((int) (number >>> (4 * (text.length - 1 - i))) & 15);
        }
        return text;
    }
}
