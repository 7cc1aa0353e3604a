package io.streambus.connect.evidence;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tells whether a record on the target is a copy of one on the source: a header can be written by anybody, and can speak of a record that had the
 * offset before its topic was created again. 64 bits of two checksums over what a copy has in common with its original. Confined to one thread.
 *
 * @param withKey whether the key arrives as it was; a foreign transform may change it
 * @param withValue likewise
 * @param withTimestamp whether the timestamp does; a topic with LogAppendTime has its own
 */
public record ContentHash(boolean withKey, boolean withValue, boolean withTimestamp) {

    long of(ConsumerRecord<byte[], byte[]> record) {
        CRC32C one = new CRC32C();
        CRC32 other = new CRC32();
        if (withKey) {
            update(one, other, record.key());
        }
        if (withValue) {
            update(one, other, record.value());
        }
        if (withTimestamp) {
            update(one, other, record.timestamp());
        }
        return one.getValue() << 32 | other.getValue();
    }

    private static void update(CRC32C one, CRC32 other, byte[] bytes) {
        // None and an empty one are not the same.
        update(one, other, bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            one.update(bytes, 0, bytes.length);
            other.update(bytes, 0, bytes.length);
        }
    }

    private static void update(CRC32C one, CRC32 other, long number) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            one.update((int) (number >>> shift));
            other.update((int) (number >>> shift));
        }
    }
}
