package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnCopiesTest {

    private final OwnCopies copies = new OwnCopies("us-west", "orders", "copies", 3);
    private final OwnCopies sameName = new OwnCopies("us-west", "orders", "orders", 3);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "us-west/orders:copies/3@48213,              48213",
                "us-west/orders:copies/3@0,                  0",
                "hub/0@1>us-west/orders:copies/3@48213,      48213",
                "us-west/orders:copies/3@48213~1700,         48213",
                "us-west/orders:copies/3@48213~1701,         -",
                // Of another flow, another partition, another topic on either side, another cluster
                "us-west/others:copies/3@48213,              -",
                "us-west/copies/3@48213,                     -",
                "us-west/orders/3@48213,                     -",
                "us-west/orders:copies.2/3@48213,            -",
                "us-west/orders:copies/33@48213,             -",
                "us-west/orders:copies/2@48213,              -",
                "us-west-1/orders:copies/3@48213,            -",
                "xus-west/orders:copies/3@48213,             -",
                // What nobody wrote who keeps to the format
                "us-west/orders:copies/3@,                   -",
                "us-west/orders:copies/3@x,                  -",
                "us-west/orders:copies/3@048213,             -",
                "us-west/orders:copies/3@9223372036854775808, -",
                "us-west/orders:copies/3@48213>,             -",
                "us-west/orders:copies/3@48213~,             -",
                "rubbish>us-west/orders:copies/3@48213,      -",
                "us-west/orders:copies/3@48213>hub/copies/3@9, -",
                "'',                                         -",
                "-,                                          -",
            })
    void onlyWhatThisVeryFlowPutIntoThisVeryPartitionIsACopy(String header, Long expected) {
        byte[] bytes = header == null ? null : header.getBytes(UTF_8);

        assertThat(copies.sourceOffset(bytes, 1700))
                .isEqualTo(expected == null ? OptionalLong.empty() : OptionalLong.of(expected));
    }

    @Test
    void aBindingIsNotComparedWithATimestampThatIsNotKnown() {
        byte[] header = "us-west/orders/3@7~1701".getBytes(UTF_8);

        assertThat(sameName.sourceOffset(header, ProvenanceRule.UNKNOWN_TIMESTAMP))
                .hasValue(7);
        assertThat(sameName.sourceOffset(header, 1)).isEmpty();
    }

    @Test
    void theFlowBackTakesNothingForACopyThatItWouldCopy() {
        // Given the flow back, which reads where the copies of this one stand
        var back = new ProvenanceRule("us-east", "us-west", Forward.ALL);
        PartitionStamp at = back.stampFor("orders", "orders", 3);
        var headers = new RandomHeaders(4711);
        int own = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] header = headers.next();
            long timestamp = headers.timestamp();
            Optional<Provenance> parsed = Provenance.parse(header);

            OptionalLong offset = sameName.sourceOffset(header, timestamp);

            boolean expected = parsed.filter(found -> found.last().cluster().equals("us-west")
                            && found.readFrom().equals("orders")
                            && found.writtenTo().equals("orders")
                            && found.last().partition() == 3
                            && (timestamp < 0 || found.boundTimestamp().orElse(timestamp) == timestamp))
                    .isPresent();
            assertThat(offset)
                    .as(() -> timestamp + " " + new String(header, UTF_8))
                    .isEqualTo(
                            expected
                                    ? OptionalLong.of(
                                            parsed.orElseThrow().last().offset())
                                    : OptionalLong.empty());
            if (offset.isPresent()) {
                own++;
                assertThat(back.judge(at, header, timestamp)).isEqualTo(ProvenanceVerdict.DROP_LOOP);
            }
        }
        assertThat(own).isGreaterThan(1_000);
    }

    @Test
    void everyStampOfTheFlowIsFoundAgain() {
        var rule = new ProvenanceRule("us-west", "us-east", Forward.ALL, Binding.TIMESTAMP);
        PartitionStamp stamp = rule.stampFor("orders", "copies", 3);
        var headers = new RandomHeaders(99);
        for (int i = 0; i < 50_000; i++) {
            byte[] before = headers.next();
            ProvenanceVerdict verdict = rule.judge(stamp, before, ProvenanceRule.UNKNOWN_TIMESTAMP);
            if (!verdict.drops()) {
                long offset = headers.number();
                byte[] stamped = stamp.stamp(verdict, before, offset, 1700);

                assertThat(copies.sourceOffset(stamped, 1700)).hasValue(offset);
                assertThat(copies.sourceOffset(stamped, 1701)).isEmpty();
                assertThat(sameName.sourceOffset(stamped, 1700)).isEmpty();
            }
        }
    }

    @Test
    void impossibleFlowsAreRefused() {
        assertThatThrownBy(() -> new OwnCopies("us west", "a", "b", 0)).hasMessageContaining("'us west'");
        assertThatThrownBy(() -> new OwnCopies("west", "a:", "b", 0)).hasMessageContaining("'a:'");
        assertThatThrownBy(() -> new OwnCopies("west", "a", "", 0)).hasMessageContaining("target topic ''");
        assertThatThrownBy(() -> new OwnCopies("west", "a", "b", -3)).hasMessageContaining("-3");
    }
}
