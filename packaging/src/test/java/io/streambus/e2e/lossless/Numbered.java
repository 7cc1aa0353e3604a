package io.streambus.e2e.lossless;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records that no two of are the same, so that each can be found again on the target. */
final class Numbered {

    /** As many keys as records: compaction would leave all of them. */
    private static final int KEYS = 1_000_000;

    /**
     * What a batch of one record without headers takes besides key and value: 61 bytes of batch header, and of the record its length (3), attributes
     * and deltas (3), the lengths of key (1) and value (3), and the number of headers (1). For values of 8 KiB to 1 MiB and keys of less than 64 bytes.
     */
    private static final int AROUND_LARGE = 61 + 3 + 3 + 1 + 3 + 1;

    private Numbered() {}

    static ProducerRecord<byte[], byte[]> record(String topic, int partition, int number) {
        return record(topic, partition, number, KEYS);
    }

    /** @param keys how many keys there are */
    static ProducerRecord<byte[], byte[]> record(String topic, int partition, int number, int keys) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("number", String.valueOf(number).getBytes(UTF_8));
        return new ProducerRecord<>(topic, partition, key(number % keys), value(number), headers);
    }

    static ProducerRecord<byte[], byte[]> withoutKey(String topic, int partition, int number) {
        return new ProducerRecord<>(topic, partition, null, value(number));
    }

    static List<ProducerRecord<byte[], byte[]>> range(String topic, int partition, int from, int to) {
        return range(from, to, number -> record(topic, partition, number));
    }

    static List<ProducerRecord<byte[], byte[]>> range(
            int from, int to, IntFunction<ProducerRecord<byte[], byte[]>> each) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int number = from; number < to; number++) {
            records.add(each.apply(number));
        }
        return records;
    }

    /** A record whose batch has just the size that a topic of that {@code max.message.bytes} takes, or so many bytes more. */
    static ProducerRecord<byte[], byte[]> atLimit(String topic, int partition, int maxMessageBytes, int more) {
        byte[] key = "large".getBytes(UTF_8);
        return new ProducerRecord<>(
                topic, partition, key, incompressible(maxMessageBytes + more - AROUND_LARGE - key.length));
    }

    /** A record of a few bytes with a header of that many. */
    static ProducerRecord<byte[], byte[]> withHeader(String topic, int partition, int bytes) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("large", incompressible(bytes));
        return new ProducerRecord<>(topic, partition, "headers".getBytes(UTF_8), "small".getBytes(UTF_8), headers);
    }

    private static byte[] key(int number) {
        return ("key " + number).getBytes(UTF_8);
    }

    private static byte[] value(int number) {
        return ("value " + number).getBytes(UTF_8);
    }

    private static byte[] incompressible(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
