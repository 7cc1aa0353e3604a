package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceTest {

    @Test
    void theHeaderHasTheDocumentedForm() {
        var hops = List.of(new Hop("us-west-1", 3, 48213), new Hop("hub", 0, Long.MAX_VALUE));

        assertForm(new Provenance(hops, "orders"), "us-west-1/3@48213>hub/orders/0@9223372036854775807");
        assertForm(
                new Provenance(hops, "orders", "all.orders", OptionalLong.empty()),
                "us-west-1/3@48213>hub/orders:all.orders/0@9223372036854775807");
        assertForm(
                new Provenance(hops.subList(0, 1), "orders", "orders", OptionalLong.of(1_700_000_000_000L)),
                "us-west-1/orders/3@48213~1700000000000");
    }

    private static void assertForm(Provenance provenance, String header) {
        assertThat(provenance.bytes()).isEqualTo(header.getBytes(UTF_8));
        assertThat(Provenance.parse(provenance.bytes())).contains(provenance);
    }

    @Test
    void hopsAreFoundByTheWholeNameOfTheClusterAndTheLatestStayCounts() {
        var provenance = Provenance.parse("us-east-1/0@1>us-east/1@2>us-east-1/2@3>hub/orders/3@4".getBytes(UTF_8))
                .orElseThrow();

        assertThat(provenance.origin()).isEqualTo(new Hop("us-east-1", 0, 1));
        assertThat(provenance.last()).isEqualTo(new Hop("hub", 3, 4));
        assertThat(provenance.hopAt("us-east")).contains(new Hop("us-east", 1, 2));
        assertThat(provenance.hopAt("us-east-1")).contains(new Hop("us-east-1", 2, 3));
        assertThat(provenance.hopAt("us")).isEmpty();
    }

    @Test
    void whereTheCopyWasPutCanBeToldToPeople() {
        assertThat(Provenance.parse("hub/orders:all.orders/3@4".getBytes(UTF_8)).map(Provenance::placed))
                .contains("all.orders-3");
        assertThat(Provenance.parse("hub/orders/3@4~5".getBytes(UTF_8)).map(Provenance::placed))
                .contains("orders-3 with timestamp 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ">",
                "a",
                "a/t",
                "a/t/0",
                "a/t/0@",
                "a/0@0",
                "a/t@0",
                "/t/0@0",
                "a//0@0",
                "a/t/@0",
                "a/t/00@0",
                "a/t/0@01",
                "a/t/-1@0",
                "a/t/+1@0",
                "a/t/0@-1",
                "a/t/2147483648@0",
                "a/t/99999999999@0",
                "a/t/0@9223372036854775808",
                "a/t/0@9999999999999999999",
                "a/t/0@18446744073709551617",
                "a/t/0@0~",
                "a/t/0@0~01",
                "a/t/0@0~-1",
                "a/t/0@0~1~2",
                "a/t/0@0~9223372036854775808",
                "a/t:/0@0",
                "a/:t/0@0",
                "a/t:t/0@0",
                "a/t:u:v/0@0",
                "a/t u/0@0",
                "a:t/0@0",
                "a/t/0@0>",
                ">a/t/0@0",
                "a/0@0>>b/t/0@0",
                "a/0@0;b/t/0@0",
                "a/0@0>b/0@0",
                "a/t/0@0>b/t/0@0",
                "a/0@0~1>b/t/0@0",
                "a/0@00>b/t/0@0",
                "a /t/0@0",
                "a/t/0@0 ",
                "ä/t/0@0",
                "a/ä/0@0",
                "a/t/٣@0",
                "a/t/0@0\n"
            })
    void whatDeviatesFromTheFormIsMalformed(String header) {
        assertThat(Provenance.parse(header.getBytes(UTF_8))).isEmpty();
        for (Forward forward : Forward.values()) {
            ProvenanceRule rule = new ProvenanceRule("s", "t", forward);
            assertThat(rule.judge(rule.stampFor("t", "t", 0), header.getBytes(UTF_8), 1))
                    .isEqualTo(ProvenanceVerdict.PASS_MALFORMED);
        }
    }

    @Test
    void theLongestPossibleHeaderIsReadAndOneHopMoreIsNot() {
        var longest = new Hop("x".repeat(ClusterName.MAX_LENGTH), Integer.MAX_VALUE, Long.MAX_VALUE);
        String topic = "t".repeat(TopicName.MAX_LENGTH);
        String target = "u".repeat(TopicName.MAX_LENGTH);
        var full = new Provenance(
                Collections.nCopies(Provenance.MAX_HOPS, longest), topic, target, OptionalLong.of(Long.MAX_VALUE));

        assertThat(full.bytes()).hasSize(Provenance.MAX_BYTES);
        assertThat(Provenance.parse(full.bytes())).contains(full);
        assertThat(Provenance.parse((longest + ">" + full).getBytes(UTF_8))).isEmpty();
        assertThat(Provenance.parse(("a/0@0>".repeat(Provenance.MAX_HOPS) + "a/t/0@0").getBytes(UTF_8)))
                .isEmpty();
        assertThat(Provenance.parse(full.toString().replace(":", "t:").getBytes(UTF_8)))
                .isEmpty();
        assertThat(Provenance.parse(("x".repeat(121) + "/t/0@0").getBytes(UTF_8)))
                .isEmpty();
    }

    @Test
    void everyHeaderThatCanBeReadHasNoOtherForm() {
        var headers = new RandomHeaders(31);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] header = headers.next();
            Optional<Provenance> parsed = Provenance.parse(header);
            if (parsed.isPresent()) {
                read++;
                assertThat(parsed.get().bytes()).isEqualTo(header);
            }
        }
        assertThat(read).isGreaterThan(10_000);
    }

    @Test
    void noProvenanceCanBeMadeThatCouldNotBeRead() {
        assertThatThrownBy(() -> new Provenance(List.of(), "t")).hasMessageContaining("found 0");
        assertThatThrownBy(() -> new Provenance(Collections.nCopies(65, new Hop("a", 0, 0)), "t"))
                .hasMessageContaining("found 65");
        List<Hop> hops = List.of(new Hop("a", 0, 0));
        assertThatThrownBy(() -> new Provenance(hops, "t/u")).hasMessageContaining("'t/u'");
        assertThatThrownBy(() -> new Provenance(hops, "t", "u>", OptionalLong.empty()))
                .hasMessageContaining("'u>'");
        assertThatThrownBy(() -> new Provenance(hops, "t", "t", OptionalLong.of(-5)))
                .hasMessageContaining("-5");
        assertThatThrownBy(() -> new Hop("a>b", 0, 0)).hasMessageContaining("'a>b'");
        assertThatThrownBy(() -> new Hop("a", -1, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Hop("a", 0, -7)).hasMessageContaining("-7");
    }

    @Test
    void clusterNamesKeepToTheRuleOfLinkDocuments() {
        assertThat(List.of("a", "us-west-1", "A.b_C-9", "-", "x".repeat(120))).allMatch(ClusterName::isValid);
        assertThat(List.of("", "a b", "a/b", "a>b", "a@b", "ü", "x".repeat(121), "a\n"))
                .noneMatch(ClusterName::isValid);
        assertThat(ClusterName.isValid(null)).isFalse();
    }
}
