package io.streambus.connect.limits;

import static io.streambus.connect.limits.LargeRecords.KEY;
import static io.streambus.connect.limits.LargeRecords.NOW;
import static io.streambus.connect.limits.TopicLimitsTest.limits;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.streambus.connect.smt.FilterRecords;
import io.streambus.connect.smt.RewriteHeaders;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final Map<String, String> DROPPING = Map.of(
            "transforms", "filter",
            "transforms.filter.type", FilterRecords.class.getName(),
            "transforms.filter.headers.wanted", "yes");
    private static final Map<String, String> ADDING = Map.of(
            "transforms", "headers",
            "transforms.headers.type", RewriteHeaders.class.getName(),
            "transforms.headers.add.x", "copied from ${topic}");

    @Test
    void aRecordOfExactlyTheTopicsLimitIsTakenAndOneByteMoreIsNot() {
        assertThat(refusal(letters(), LargeRecords.ofBatch(5_000), limits("max.message.bytes", "5000")))
                .isNull();
        assertThat(refusal(letters(), LargeRecords.ofBatch(5_001), limits("max.message.bytes", "5000")))
                .isEqualTo("it has 5001 bytes, and the topic takes max.message.bytes = 5000");
    }

    @Test
    void aRecordOfExactlyTheProducersLimitIsTakenAndOneByteMoreIsNot() {
        SourceRecord record = LargeRecords.ofBatch(5_000);
        long estimate = RecordSize.of(record).estimate();

        assertThat(refusal(letters(Map.of(), "" + estimate), record, TopicLimits.NONE))
                .isNull();
        assertThat(refusal(letters(Map.of(), "" + (estimate - 1)), record, TopicLimits.NONE))
                .startsWith("it has " + estimate + " bytes, and the worker's producer takes max.request.size = "
                        + (estimate - 1));
    }

    @Test
    void aRecordAtTheSourcesOwnLimitIsRefusedForOurHeader() {
        SourceRecord copied = LargeRecords.ofBatch(5_000);
        SourceRecord asAtTheSource = LargeRecords.record(KEY, (byte[]) copied.value(), NOW, new ConnectHeaders());
        TopicLimits sameAsAtTheSource =
                limits("max.message.bytes", "" + RecordSize.of(asAtTheSource).batch());

        assertThat(refusal(letters(), asAtTheSource, sameAsAtTheSource)).isNull();
        assertThat(refusal(letters(), copied, sameAsAtTheSource)).contains("it has 5000 bytes");
    }

    @Test
    void aRecordIsRefusedForItsHeadersAloneAndGoesToTheDeadLetters() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addBytes("large", new byte[6_000]);
        SourceRecord record = LargeRecords.record(KEY, new byte[1], NOW, headers);

        String why = refusal(letters(), record, limits("max.message.bytes", "5000"));

        assertThat(why).contains("max.message.bytes = 5000");
        SourceRecord letter = letters().deadLetter(record, fromSource(), why);
        assertThat(letter.topic()).isEqualTo("letters");
        assertThat(letter.sourceOffset()).isEqualTo(Map.of("dead", 7L));
        assertThat(text(letter, "topic")).isEqualTo("t");
        assertThat(text(letter, "partition")).isEqualTo("0");
        assertThat(text(letter, "offset")).isEqualTo("7");
        assertThat(text(letter, "reason")).isEqualTo(why);
        assertThat(letter.headers().lastWithName("large")).isNotNull();
    }

    @Test
    void manyHeadersWithoutNameOrValueAreNotOverlooked() {
        ConnectHeaders headers = new ConnectHeaders();
        for (int i = 0; i < 3_000; i++) {
            headers.addBytes("", null);
        }

        assertThat(refusal(
                        letters(),
                        LargeRecords.record(KEY, new byte[1], NOW, headers),
                        limits("max.message.bytes", "5000")))
                .contains("max.message.bytes = 5000");
    }

    @Test
    void namesThatAreNotAsciiAreNotOverlooked() {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addBytes("名".repeat(1_700), new byte[0]);

        assertThat(refusal(
                        letters(),
                        LargeRecords.record(KEY, new byte[1], NOW, headers),
                        limits("max.message.bytes", "5000")))
                .contains("max.message.bytes = 5000");
    }

    @Test
    void aRecordThatOurFilterWillDropIsNotRefused() {
        SourceRecord tooLarge = LargeRecords.ofBatch(5_001);
        ConnectHeaders wanted = new ConnectHeaders(tooLarge.headers());
        wanted.addBytes("wanted", "yes".getBytes(UTF_8));
        SourceRecord passing = LargeRecords.record(KEY, (byte[]) tooLarge.value(), NOW, wanted);
        SourceRecord keyless = LargeRecords.record(null, new byte[1], NOW, new ConnectHeaders());

        assertThat(refusal(letters(DROPPING, "1048576"), tooLarge, limits("max.message.bytes", "5000")))
                .isNull();
        assertThat(refusal(letters(DROPPING, "1048576"), keyless, limits("cleanup.policy", "compact")))
                .isNull();
        assertThat(refusal(letters(DROPPING, "1048576"), passing, limits("max.message.bytes", "5000")))
                .contains("max.message.bytes");
    }

    @Test
    void whatOurTransformAddsCounts() {
        SourceRecord record = LargeRecords.ofBatch(5_000);
        // Name, "copied from t", and the two lengths.
        int added = 1 + 13 + 2;

        assertThat(refusal(letters(ADDING, "1048576"), record, limits("max.message.bytes", "" + (5_000 + added))))
                .isNull();
        assertThat(refusal(letters(ADDING, "1048576"), record, limits("max.message.bytes", "" + (4_999 + added))))
                .isEqualTo("it has " + (5_000 + added) + " bytes, and the topic takes max.message.bytes = "
                        + (4_999 + added));
    }

    @Test
    void aKeylessRecordForACompactedTopicGoesToTheDeadLettersUnlessTheyAreCompactedToo() {
        SourceRecord keyless = LargeRecords.record(null, new byte[1], NOW, new ConnectHeaders());
        TopicLimits compacted = limits("cleanup.policy", "compact");
        DeadLetters letters = letters();
        String why = refusal(letters, keyless, compacted);

        assertThat(letters.deadLetter(keyless, fromSource(), why)).isNotNull();

        letters.topicTakes(compacted);

        assertThat(letters.deadLetter(keyless, fromSource(), why)).isNull();
        assertThat(letters.stopReason(keyless, fromSource(), why))
                .isEqualTo(
                        "it has no key, and the topic is compacted; nor can it go to the dead-letter topic letters, with four"
                                + " headers more: there it has no key, and the topic is compacted");
    }

    @Test
    void aDeadLetterThatTheProducerWouldRefuseForItsHeadersIsNone() {
        SourceRecord record = LargeRecords.ofBatch(5_000);
        String why = "reason";
        // Whatever the four headers have in all, the producer takes exactly that much, or one byte less.
        long estimate =
                RecordSize.of(letters().deadLetter(record, fromSource(), why)).estimate();

        assertThat(letters(Map.of(), "" + estimate).deadLetter(record, fromSource(), why))
                .isNotNull();
        DeadLetters tight = letters(Map.of(), "" + (estimate - 1));
        assertThat(tight.deadLetter(record, fromSource(), why)).isNull();
        assertThat(tight.stopReason(record, fromSource(), why))
                .startsWith("reason; nor can it go to the dead-letter topic letters")
                .contains("it has " + estimate + " bytes, and the worker's producer takes max.request.size = "
                        + (estimate - 1));
    }

    @Test
    void aTimestampThatTheDeadLetterTopicWouldRefuseIsLeftToTheReason() {
        TopicLimits strict = limits("message.timestamp.after.max.ms", "1000");
        SourceRecord ahead = LargeRecords.record(KEY, new byte[1], NOW + 5_000, new ConnectHeaders());
        DeadLetters letters = letters();
        String why = refusal(letters, ahead, strict);

        assertThat(letters.deadLetter(ahead, fromSource(), why).timestamp()).isEqualTo(NOW + 5_000);

        letters.topicTakes(strict);

        assertThat(letters.deadLetter(ahead, fromSource(), why).timestamp()).isNull();
        assertThat(why).contains("" + (NOW + 5_000));
    }

    @Test
    void withoutADeadLetterTopicThereAreNoDeadLetters() {
        DeadLetters none = new DeadLetters(
                WorkerProducer.of(Map.of()),
                new TransformPreview(Map.of()),
                Optional.empty(),
                offset -> Map.of(),
                () -> NOW);

        assertThat(none.deadLetter(LargeRecords.ofBatch(1_000), fromSource(), "reason"))
                .isNull();
        assertThat(none.stopReason(LargeRecords.ofBatch(1_000), fromSource(), "reason"))
                .isEqualTo("reason");
    }

    @Test
    void anOrdinaryRecordIsJudgedWithoutAllocation() {
        DeadLetters letters = letters(ADDING, "1048576");
        SourceRecord record = LargeRecords.ofBatch(1_000);
        TopicLimits limits = limits(
                "max.message.bytes", "1048588", "cleanup.policy", "compact", "message.timestamp.after.max.ms", "1000");
        int headerBytes = LargeRecords.headerBytes(record);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int records = 20_000;
        int refused = 0;

        for (int i = 0; i < records; i++) {
            refused += letters.refusal(record, headerBytes, limits, NOW) == null ? 0 : 1;
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < records; i++) {
            refused += letters.refusal(record, headerBytes, limits, NOW) == null ? 0 : 1;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(refused).isZero();
        assertThat(allocated).as("what the JVM adds once").isLessThan(records);
    }

    private static DeadLetters letters() {
        return letters(Map.of(), "1048576");
    }

    private static DeadLetters letters(Map<String, String> transforms, String maxRequestSize) {
        return new DeadLetters(
                WorkerProducer.of(Map.of("max.request.size", maxRequestSize)),
                new TransformPreview(transforms),
                Optional.of("letters"),
                offset -> Map.of("dead", offset),
                () -> NOW);
    }

    private static String refusal(DeadLetters letters, SourceRecord record, TopicLimits limits) {
        return letters.refusal(record, LargeRecords.headerBytes(record), limits, NOW);
    }

    private static ConsumerRecord<byte[], byte[]> fromSource() {
        return new ConsumerRecord<>("t", 0, 7, KEY, new byte[0]);
    }

    private static String text(SourceRecord letter, String header) {
        return new String(
                (byte[]) letter.headers()
                        .lastWithName("streambus.dead.letter." + header)
                        .value(),
                UTF_8);
    }
}
