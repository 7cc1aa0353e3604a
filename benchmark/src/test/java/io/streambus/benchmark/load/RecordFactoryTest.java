package io.streambus.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RecordFactoryTest {

    private static final RecordShape SHAPE = new RecordShape(512, 2, "none");

    @Test
    void aRecordHasItsShapesSize() {
        ProducerRecord<byte[], byte[]> record = new RecordFactory(SHAPE, 1).record("t", 3, 42, 7, 99);

        int bytes = record.key().length + record.value().length;
        for (var header : record.headers()) {
            bytes += header.key().length() + header.value().length;
        }
        assertThat(bytes).isEqualTo(SHAPE.payloadBytes());
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.timestamp()).isEqualTo(7);
        assertThat(SteadyLoad.dueAt(record.value())).isEqualTo(99);
    }

    @Test
    void noTwoRecordsAreAlikeAndASeedRepeatsThem() {
        RecordFactory factory = new RecordFactory(SHAPE, 1);
        RecordFactory again = new RecordFactory(SHAPE, 1);
        Set<String> values = new HashSet<>();
        for (long number = 0; number < 1_000; number++) {
            byte[] value = factory.record("t", 0, number, 0, 0).value();
            assertThat(again.record("t", 0, number, 0, 0).value()).isEqualTo(value);
            values.add(new String(value, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        assertThat(values).hasSize(1_000);
    }

    /** Neither noise nor the same line again and again: codecs shall have the work that they have with real records. */
    @Test
    void valuesCompressModerately() throws Exception {
        RecordFactory factory = new RecordFactory(SHAPE, 1);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(compressed)) {
            for (long number = 0; number < 200; number++) {
                deflater.write(factory.record("t", 0, number, 0, 0).value());
            }
        }
        assertThat((double) compressed.size() / (200 * SHAPE.valueBytes())).isBetween(0.2, 0.6);
    }
}
