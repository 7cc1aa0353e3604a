package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceRuleTest {

    private final ProvenanceRule local = new ProvenanceRule("us-west", "us-east", Forward.LOCAL);
    private final ProvenanceRule all = new ProvenanceRule("us-west", "us-east", Forward.ALL);

    @ParameterizedTest
    @CsvSource({
        "us-east/0@7,                            DROP_LOOP,       DROP_LOOP",
        "us-east/0@7>hub/1@2,                    DROP_LOOP,       DROP_LOOP",
        "hub/1@2>us-east/0@7,                    DROP_LOOP,       DROP_LOOP",
        "us-east-1/0@7,                          DROP_FOREIGN,    PASS",
        "us-eas/0@7>us-easter/0@7>xus-east/0@7,  DROP_FOREIGN,    PASS",
        "US-EAST/0@7,                            DROP_FOREIGN,    PASS",
        "us-west/0@7,                            DROP_FOREIGN,    PASS",
        "us-east/0@7>,                           PASS_MALFORMED,  PASS_MALFORMED",
        "us-east,                                PASS_MALFORMED,  PASS_MALFORMED",
    })
    void aRecordIsJudgedByWhereItHasBeen(String header, Verdict ofLocal, Verdict ofAll) {
        assertThat(local.judge(header.getBytes(UTF_8))).isEqualTo(ofLocal);
        assertThat(all.judge(header.getBytes(UTF_8))).isEqualTo(ofAll);
    }

    @Test
    void aRecordWithoutTheHeaderWasProducedHere() {
        assertThat(local.judge(null)).isEqualTo(Verdict.PASS);
        assertThat(all.judge(null)).isEqualTo(Verdict.PASS);
        assertThat(new String(all.stampFor(3).stamp(Verdict.PASS, null, 48213), UTF_8))
                .isEqualTo("us-west/3@48213");
    }

    @Test
    void aRelayedRecordKeepsItsHistory() {
        byte[] before = "hub/1@2".getBytes(UTF_8);

        byte[] after = all.stampFor(0).stamp(all.judge(before), before, 0);

        assertThat(new String(after, UTF_8)).isEqualTo("hub/1@2>us-west/0@0");
        assertThat(new String(before, UTF_8)).isEqualTo("hub/1@2");
    }

    @Test
    void aMalformedHistoryIsReplacedSoThatTheNextFlowCanReadIt() {
        byte[] broken = "us-east/0@7>garbage".getBytes(UTF_8);

        byte[] after = all.stampFor(1).stamp(all.judge(broken), broken, 10);

        assertThat(new String(after, UTF_8)).isEqualTo("us-west/1@10");
    }

    @Test
    void aRecordThatGoesRoundUnrecognisedIsStoppedByTheHopLimit() {
        // Given two flows that disagree about the clusters' names, so that neither recognises its target
        var there = new ProvenanceRule("west", "east", Forward.ALL);
        var back = new ProvenanceRule("EAST", "WEST", Forward.ALL);
        byte[] header = null;
        int hops = 0;
        Verdict verdict = there.judge(header);
        while (!verdict.drops() && hops < 1_000) {
            header = (hops % 2 == 0 ? there : back).stampFor(0).stamp(verdict, header, hops);
            hops++;
            verdict = (hops % 2 == 0 ? there : back).judge(header);
        }

        assertThat(verdict).isEqualTo(Verdict.DROP_HOP_LIMIT);
        assertThat(hops).isEqualTo(Provenance.MAX_HOPS);
        assertThat(Provenance.parse(header)).map(p -> p.hops().size()).contains(Provenance.MAX_HOPS);
    }

    @Test
    void theOwnStampOfThisReadIsLookedPast() {
        PartitionStamp stamp = local.stampFor(3);

        assertThat(local.judgeUnder(stamp, "us-west/3@12".getBytes(UTF_8), 12)).isEqualTo(Verdict.PASS);
        assertThat(local.judgeUnder(stamp, "hub/0@1>us-west/3@12".getBytes(UTF_8), 12))
                .isEqualTo(Verdict.DROP_FOREIGN);
        assertThat(local.judgeUnder(stamp, "us-west/3@12".getBytes(UTF_8), 13)).isEqualTo(Verdict.DROP_FOREIGN);
        assertThat(all.judgeUnder(stamp, "us-east/0@1>us-west/3@12".getBytes(UTF_8), 12))
                .isEqualTo(Verdict.DROP_LOOP);
        assertThat(all.judgeUnder(stamp, "rubbish>us-west/3@12".getBytes(UTF_8), 12))
                .isEqualTo(Verdict.PASS_MALFORMED);
        assertThat(all.judgeUnder(stamp, null, 12)).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "us-west/3@12,          true",
        "hub/0@1>us-west/3@12,  true",
        "us-west/3@112,         false",
        "us-west/3@2,           false",
        "us-west/13@12,         false",
        "xus-west/3@12,         false",
        "hub>us-west/3@12>a/0@1, false",
        "2,                     false",
        "'',                    false",
    })
    void aStampIsFoundAtTheEndOnlyAndAsAWhole(String header, boolean expected) {
        assertThat(local.stampFor(3).isOn(header.getBytes(UTF_8), 12)).isEqualTo(expected);
    }

    @Test
    void impossibleFlowsAndStampsAreRefused() {
        assertThatThrownBy(() -> new ProvenanceRule("a", "a", Forward.ALL)).hasMessageContaining("both called 'a'");
        assertThatThrownBy(() -> new ProvenanceRule("a b", "c", Forward.ALL)).hasMessageContaining("'a b'");
        assertThatThrownBy(() -> new ProvenanceRule("a", "c>", Forward.ALL)).hasMessageContaining("'c>'");
        assertThatThrownBy(() -> all.stampFor(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> all.stampFor(0).stamp(Verdict.PASS, null, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> all.stampFor(0).stamp(Verdict.DROP_LOOP, null, 1))
                .hasMessageContaining("DROP_LOOP");
    }

    @Test
    void theByteLevelReaderAgreesWithTheParserOnRandomAndBrokenHeaders() {
        var random = new Random(20261121);
        Set<Verdict> seen = EnumSet.noneOf(Verdict.class);
        for (int i = 0; i < 200_000; i++) {
            byte[] header = randomHeader(random);
            Forward forward = random.nextBoolean() ? Forward.LOCAL : Forward.ALL;
            Verdict expected = expectedVerdict(Provenance.parse(header), forward);

            Verdict verdict = (forward == Forward.LOCAL ? local : all).judge(header);

            assertThat(verdict)
                    .as(() -> forward + " " + new String(header, UTF_8))
                    .isEqualTo(expected);
            seen.add(verdict);
        }
        // A generator that stopped reaching a verdict would make this test worthless.
        assertThat(seen).containsExactlyInAnyOrder(Verdict.values());
    }

    @Test
    void everyStampCanBeParsedAndIsRecognisedAsOwn() {
        var random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            byte[] header = random.nextInt(4) == 0 ? null : randomHeader(random);
            Verdict verdict = all.judge(header);
            if (verdict.drops()) {
                continue;
            }
            int partition = random.nextInt() >>> (1 + random.nextInt(31));
            long offset = random.nextLong() >>> (1 + random.nextInt(63));
            PartitionStamp stamp = all.stampFor(partition);

            byte[] stamped = stamp.stamp(verdict, header, offset);

            List<Hop> hops = new ArrayList<>();
            Provenance.parse(header).ifPresent(before -> hops.addAll(before.hops()));
            hops.add(new Hop("us-west", partition, offset));
            assertThat(Provenance.parse(stamped)).contains(new Provenance(hops));
            assertThat(stamp.isOn(stamped, offset)).isTrue();
            assertThat(stamp.isOn(stamped, offset == 0 ? 1 : offset - 1)).isFalse();
        }
    }

    private static Verdict expectedVerdict(Optional<Provenance> provenance, Forward forward) {
        if (provenance.isEmpty()) {
            return Verdict.PASS_MALFORMED;
        }
        if (provenance.get().hopAt("us-east").isPresent()) {
            return Verdict.DROP_LOOP;
        }
        if (forward == Forward.LOCAL) {
            return Verdict.DROP_FOREIGN;
        }
        return provenance.get().hops().size() == Provenance.MAX_HOPS ? Verdict.DROP_HOP_LIMIT : Verdict.PASS;
    }

    /** Headers near the edges of the format: mostly valid hops with confusable names, some of them then damaged in one byte. */
    private static byte[] randomHeader(Random random) {
        List<String> names = List.of("us-east", "us-east-1", "us-eas", "a", "east", "hub.1", "x".repeat(120));
        int count = random.nextInt(40) == 0 ? 62 + random.nextInt(5) : 1 + random.nextInt(4);
        // Long chains would hold the target nearly always, and the hop limit would never be reached.
        int firstName = count > 4 ? 1 : 0;
        List<String> hops = new ArrayList<>(Collections.nCopies(count, ""));
        hops.replaceAll(none -> names.get(firstName + random.nextInt(names.size() - firstName))
                + '/'
                + (random.nextInt() >>> (1 + random.nextInt(31)))
                + '@'
                + (random.nextLong() >>> (1 + random.nextInt(63))));
        byte[] header = String.join(">", hops).getBytes(UTF_8);
        if (random.nextInt(3) == 0) {
            byte[] signs = "/@>09-.a \n\0\u00e4".getBytes(UTF_8);
            header[random.nextInt(header.length)] = signs[random.nextInt(signs.length)];
        }
        return header;
    }
}
