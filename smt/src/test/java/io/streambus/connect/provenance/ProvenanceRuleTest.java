package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceRuleTest {

    private static final long UNKNOWN = ProvenanceRule.UNKNOWN_TIMESTAMP;

    private final ProvenanceRule local = new ProvenanceRule("us-west", "us-east", Forward.LOCAL);
    private final ProvenanceRule all = new ProvenanceRule("us-west", "us-east", Forward.ALL);
    private final ProvenanceRule binding = new ProvenanceRule("us-west", "us-east", Forward.ALL, Binding.TIMESTAMP);
    /** The same for all rules, but for what it writes. */
    private final PartitionStamp orders3 = all.stampFor("orders", "orders", 3);

    @ParameterizedTest
    @CsvSource({
        "us-east/orders/3@7,                            DROP_LOOP,       DROP_LOOP",
        "us-east/all.orders:orders/3@7,                 DROP_LOOP,       DROP_LOOP",
        "us-east/0@7>hub/orders/3@2,                    DROP_LOOP,       DROP_LOOP",
        "hub/1@2>us-east/orders/3@7,                    DROP_LOOP,       DROP_LOOP",
        "us-east-1/orders/3@7,                          DROP_FOREIGN,    PASS",
        "us-eas/0@7>us-easter/0@7>xus-east/orders/3@7,  DROP_FOREIGN,    PASS",
        "US-EAST/orders/3@7,                            DROP_FOREIGN,    PASS",
        "us-west/orders/3@7,                            DROP_FOREIGN,    PASS",
        // A header speaks only where its last hop says that the copy was put: elsewhere it was carried.
        "us-east/orders/2@7,                            PASS_CARRIED,    PASS_CARRIED",
        "us-east/orders/33@7,                           PASS_CARRIED,    PASS_CARRIED",
        "us-east/enriched/3@7,                          PASS_CARRIED,    PASS_CARRIED",
        "us-east/orders:enriched/3@7,                   PASS_CARRIED,    PASS_CARRIED",
        "us-east/xorders/3@7,                           PASS_CARRIED,    PASS_CARRIED",
        "us-east/0@7>hub/enriched/3@2,                  PASS_CARRIED,    PASS_CARRIED",
        // The form of before, a topic named twice, a cut hop at the end, a whole one before it
        "us-east/3@7,                                   PASS_MALFORMED,  PASS_MALFORMED",
        "us-east/orders:orders/3@7,                     PASS_MALFORMED,  PASS_MALFORMED",
        "us-east/orders/3@7>hub/3@2,                    PASS_MALFORMED,  PASS_MALFORMED",
        "us-east/orders/3@7>hub/orders/3@2,             PASS_MALFORMED,  PASS_MALFORMED",
        "us-east/3@7~5>hub/orders/3@2,                  PASS_MALFORMED,  PASS_MALFORMED",
        "us-east/orders/3@7>,                           PASS_MALFORMED,  PASS_MALFORMED",
        "us-east,                                       PASS_MALFORMED,  PASS_MALFORMED",
    })
    void aRecordIsJudgedByWhereItHasBeenAndWhereItsHeaderWasPut(
            String header, ProvenanceVerdict ofLocal, ProvenanceVerdict ofAll) {
        assertThat(local.judge(orders3, bytes(header), UNKNOWN)).isEqualTo(ofLocal);
        assertThat(all.judge(orders3, bytes(header), UNKNOWN)).isEqualTo(ofAll);
    }

    @ParameterizedTest
    @CsvSource({
        "us-east/orders/3@7~1700,  1700,                  DROP_LOOP",
        "us-east/orders/3@7~1700,  1701,                  PASS_CARRIED",
        "us-east/orders/3@7~1700,  170,                   PASS_CARRIED",
        "us-east/orders/3@7~0,     0,                     DROP_LOOP",
        "us-east/orders/3@7~1700,  -9223372036854775808,  DROP_LOOP",
        "us-east/orders/3@7~1700,  -1,                    DROP_LOOP",
        "us-east/orders/3@7,       1701,                  DROP_LOOP",
        "us-east/enriched/3@7~17,  17,                    PASS_CARRIED",
        "us-east/orders/3@7~,      17,                    PASS_MALFORMED",
        "us-east/orders/3@7~017,   17,                    PASS_MALFORMED",
        "us-east/orders/3@7~-17,   17,                    PASS_MALFORMED",
    })
    void aHeaderThatIsBoundToATimestampSpeaksForRecordsWithThatOneOnly(
            String header, long timestamp, ProvenanceVerdict expected) {
        assertThat(all.judge(orders3, bytes(header), timestamp)).isEqualTo(expected);
        assertThat(binding.judge(orders3, bytes(header), timestamp)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,                                     PASS,            us-west/orders/3@12",
                "hub/orders/3@2,                        PASS,            hub/3@2>us-west/orders/3@12",
                "hub/all.orders:orders/3@2~99,          PASS,            hub/3@2>us-west/orders/3@12",
                "a/0@1>hub/orders/3@2,                  PASS,            a/0@1>hub/3@2>us-west/orders/3@12",
                "us-west/orders/3@12,                   PASS,            us-west/orders/3@12",
                "a/0@1>us-west/orders:x/3@12~99,        PASS,            a/0@1>us-west/orders/3@12",
                "a/0@1>us-west/orders/3@120,            PASS,            a/0@1>us-west/3@120>us-west/orders/3@12",
                "us-east/orders/7@2,                    PASS_CARRIED,    us-west/orders/3@12",
                "us-east/0@7>garbage,                   PASS_MALFORMED,  us-west/orders/3@12",
            })
    void theNewHopSaysWhereTheRecordIsPutAndTheOneBeforeItIsCut(
            String header, ProvenanceVerdict verdict, String expected) {
        byte[] before = bytes(header);

        assertThat(text(orders3.stamp(verdict, before, 12, 1700))).isEqualTo(expected);
        String history = expected.substring(0, expected.length() - "us-west/orders/3@12".length());
        assertThat(text(all.stampFor("orders", "all.orders", 3).stamp(verdict, before, 12, 1700)))
                .isEqualTo(history + "us-west/orders:all.orders/3@12");
        assertThat(text(binding.stampFor("orders", "orders", 3).stamp(verdict, before, 12, 1700)))
                .isEqualTo(expected + "~1700");
        assertThat(text(binding.stampFor("orders", "orders", 3).stamp(verdict, before, 12, UNKNOWN)))
                .isEqualTo(expected);
        assertThat(before).isEqualTo(bytes(header));
    }

    @Test
    void aRecordWithoutTheHeaderWasProducedHere() {
        assertThat(local.judge(orders3, null, 1)).isEqualTo(ProvenanceVerdict.PASS);
        assertThat(all.judgeUnder(orders3, null, 12, 1)).isEqualTo(ProvenanceVerdict.PASS);
    }

    @Test
    void aRecordThatGoesRoundUnrecognisedIsStoppedByTheHopLimit() {
        // Given two flows that disagree about the clusters' names, so that neither recognises its target
        var there = new ProvenanceRule("west", "east", Forward.ALL);
        var back = new ProvenanceRule("EAST", "WEST", Forward.ALL);
        byte[] header = null;
        int hops = 0;
        ProvenanceVerdict verdict = ProvenanceVerdict.PASS;
        while (!verdict.drops() && hops < 1_000) {
            ProvenanceRule rule = hops % 2 == 0 ? there : back;
            header = rule.stampFor("orders", "orders", 0).stamp(verdict, header, hops, 1);
            hops++;
            ProvenanceRule next = hops % 2 == 0 ? there : back;
            verdict = next.judge(next.stampFor("orders", "orders", 0), header, 1);
        }

        assertThat(verdict).isEqualTo(ProvenanceVerdict.DROP_HOP_LIMIT);
        assertThat(hops).isEqualTo(Provenance.MAX_HOPS);
        assertThat(Provenance.parse(header)).map(p -> p.hops().size()).contains(Provenance.MAX_HOPS);
    }

    @ParameterizedTest
    @CsvSource({
        "us-west/orders/3@12,                 PASS,            PASS",
        "us-west/orders/3@12~99,              PASS,            PASS",
        "hub/0@1>us-west/orders/3@12,         DROP_FOREIGN,    PASS",
        "us-east/0@1>us-west/orders/3@12,     DROP_LOOP,       DROP_LOOP",
        "rubbish>us-west/orders/3@12,         PASS_MALFORMED,  PASS_MALFORMED",
        // Whatever topic a transform has given the record since
        "hub/0@1>us-west/orders:x.y/3@12,     DROP_FOREIGN,    PASS",
        // The stamps of other reads
        "us-west/orders/3@13,                 DROP_FOREIGN,    PASS",
        "us-west/orders/3@1,                  DROP_FOREIGN,    PASS",
        "us-west/orders/13@12,                PASS_CARRIED,    PASS_CARRIED",
        "us-west/others:orders/3@12,          DROP_FOREIGN,    PASS",
        "us-west-1/orders/3@12,               DROP_FOREIGN,    PASS",
        "us-east/orders/3@12,                 DROP_LOOP,       DROP_LOOP",
    })
    void theOwnStampOfThisReadIsLookedPast(String header, ProvenanceVerdict ofLocal, ProvenanceVerdict ofAll) {
        assertThat(local.judgeUnder(orders3, bytes(header), 12, 1)).isEqualTo(ofLocal);
        assertThat(all.judgeUnder(orders3, bytes(header), 12, 1)).isEqualTo(ofAll);
    }

    @ParameterizedTest
    @CsvSource({
        "us-west/orders/3@12,              true",
        "hub/0@1>us-west/orders/3@12,      true",
        "us-west/orders/3@12~1700,         true",
        "us-west/orders/3@12~1701,         false",
        "us-west/orders:x/3@12,            false",
        "us-west/orders/3@112,             false",
        "us-west/orders/3@2,               false",
        "us-west/orders/13@12,             false",
        "xus-west/orders/3@12,             false",
        "us-west/orders/3@12>a/orders/0@1, false",
        "us-west/3@12,                     false",
        "2,                                false",
        "'',                               false",
    })
    void aStampIsFoundAtTheEndOnlyAndAsAWhole(String header, boolean expected) {
        assertThat(orders3.isOn(bytes(header), 12, 1700)).isEqualTo(expected);
        // One that binds wants it bound.
        assertThat(binding.stampFor("orders", "orders", 3).isOn(bytes(header), 12, 1700))
                .isEqualTo(expected && header.endsWith("~1700"));
    }

    @Test
    void impossibleFlowsAndStampsAreRefused() {
        assertThatThrownBy(() -> new ProvenanceRule("a", "a", Forward.ALL)).hasMessageContaining("both called 'a'");
        assertThatThrownBy(() -> new ProvenanceRule("a b", "c", Forward.ALL)).hasMessageContaining("'a b'");
        assertThatThrownBy(() -> new ProvenanceRule("a", "c>", Forward.ALL)).hasMessageContaining("'c>'");
        assertThatThrownBy(() -> all.stampFor("orders", "orders", -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> all.stampFor("or/ders", "orders", 0)).hasMessageContaining("'or/ders'");
        assertThatThrownBy(() -> all.stampFor("orders", "t".repeat(250), 0)).hasMessageContaining("target topic");
        assertThatThrownBy(() -> orders3.stamp(ProvenanceVerdict.PASS, null, -1, 1))
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> orders3.stamp(ProvenanceVerdict.DROP_LOOP, null, 1, 1))
                .hasMessageContaining("DROP_LOOP");
    }

    @Test
    void theByteLevelReaderAgreesWithTheParserOnRandomAndBrokenHeaders() {
        var headers = new RandomHeaders(20261121);
        Set<ProvenanceVerdict> seen = EnumSet.noneOf(ProvenanceVerdict.class);
        for (int i = 0; i < 200_000; i++) {
            byte[] header = headers.next();
            long timestamp = headers.timestamp();
            Forward forward = i % 2 == 0 ? Forward.LOCAL : Forward.ALL;
            ProvenanceVerdict expected = expectedVerdict(Provenance.parse(header), forward, timestamp);

            ProvenanceVerdict verdict = (forward == Forward.LOCAL ? local : all).judge(orders3, header, timestamp);

            assertThat(verdict)
                    .as(() -> forward + " at " + timestamp + " " + new String(header, UTF_8))
                    .isEqualTo(expected);
            seen.add(verdict);
        }
        // A generator that stopped reaching a verdict would make this test worthless.
        assertThat(seen).containsExactlyInAnyOrder(ProvenanceVerdict.values());
    }

    @Test
    void everyStampCanBeParsedAndIsRecognisedAsOwn() {
        var headers = new RandomHeaders(7);
        for (int i = 0; i < 50_000; i++) {
            byte[] header = i % 4 == 0 ? null : headers.next();
            ProvenanceVerdict verdict = all.judge(orders3, header, UNKNOWN);
            if (verdict.drops()) {
                continue;
            }
            long offset = headers.number();
            long timestamp = headers.timestamp();
            boolean binds = i % 3 == 0;
            String target = i % 5 == 0 ? "copies" : "orders";
            PartitionStamp stamp = (binds ? binding : all).stampFor("orders", target, 3);

            byte[] stamped = stamp.stamp(verdict, header, offset, timestamp);

            List<Hop> hops = new ArrayList<>();
            if (verdict == ProvenanceVerdict.PASS) {
                Provenance.parse(header).ifPresent(before -> hops.addAll(before.hops()));
            }
            Hop hop = new Hop("us-west", 3, offset);
            // The same read once more is the same hop, unless the topic was another.
            if (hops.isEmpty()
                    || !hops.get(hops.size() - 1).equals(hop)
                    || !Provenance.parse(header).orElseThrow().readFrom().equals("orders")) {
                hops.add(hop);
            }
            OptionalLong bound = binds && timestamp >= 0 ? OptionalLong.of(timestamp) : OptionalLong.empty();
            assertThat(Provenance.parse(stamped)).contains(new Provenance(hops, "orders", target, bound));
            assertThat(stamp.isOn(stamped, offset, timestamp)).isTrue();
            assertThat(stamp.isOn(stamped, offset == 0 ? 1 : offset - 1, timestamp))
                    .isFalse();
        }
    }

    private static ProvenanceVerdict expectedVerdict(Optional<Provenance> parsed, Forward forward, long timestamp) {
        if (parsed.isEmpty()) {
            return ProvenanceVerdict.PASS_MALFORMED;
        }
        Provenance provenance = parsed.get();
        boolean other = timestamp >= 0 && provenance.boundTimestamp().orElse(timestamp) != timestamp;
        if (!provenance.writtenTo().equals("orders") || provenance.last().partition() != 3 || other) {
            return ProvenanceVerdict.PASS_CARRIED;
        }
        if (provenance.hopAt("us-east").isPresent()) {
            return ProvenanceVerdict.DROP_LOOP;
        }
        if (forward == Forward.LOCAL) {
            return ProvenanceVerdict.DROP_FOREIGN;
        }
        return provenance.hops().size() == Provenance.MAX_HOPS
                ? ProvenanceVerdict.DROP_HOP_LIMIT
                : ProvenanceVerdict.PASS;
    }

    private static byte[] bytes(String header) {
        return header == null ? null : header.getBytes(UTF_8);
    }

    private static String text(byte[] header) {
        return new String(header, UTF_8);
    }
}
