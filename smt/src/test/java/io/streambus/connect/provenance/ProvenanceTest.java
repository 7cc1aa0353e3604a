package io.streambus.connect.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceTest {

    @Test
    void theHeaderHasTheDocumentedForm() {
        var provenance = new Provenance(List.of(new Hop("us-west-1", 3, 48213), new Hop("hub", 0, Long.MAX_VALUE)));

        assertThat(provenance.bytes()).isEqualTo("us-west-1/3@48213>hub/0@9223372036854775807".getBytes(UTF_8));
        assertThat(Provenance.parse(provenance.bytes())).contains(provenance);
    }

    @Test
    void hopsAreFoundByTheWholeNameOfTheClusterAndTheLatestStayCounts() {
        var provenance = Provenance.parse("us-east-1/0@1>us-east/1@2>us-east-1/2@3>hub/3@4".getBytes(UTF_8))
                .orElseThrow();

        assertThat(provenance.origin()).isEqualTo(new Hop("us-east-1", 0, 1));
        assertThat(provenance.last()).isEqualTo(new Hop("hub", 3, 4));
        assertThat(provenance.hopAt("us-east")).contains(new Hop("us-east", 1, 2));
        assertThat(provenance.hopAt("us-east-1")).contains(new Hop("us-east-1", 2, 3));
        assertThat(provenance.hopAt("us")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ">",
                "a",
                "a/0",
                "a/0@",
                "/0@0",
                "a/@0",
                "a/00@0",
                "a/0@01",
                "a/-1@0",
                "a/+1@0",
                "a/0@-1",
                "a/2147483648@0",
                "a/99999999999@0",
                "a/0@9223372036854775808",
                "a/0@9999999999999999999",
                "a/0@18446744073709551617",
                "a/0@0>",
                ">a/0@0",
                "a/0@0>>b/0@0",
                "a/0@0;b/0@0",
                "a /0@0",
                "a/0@0 ",
                "ä/0@0",
                "a/٣@0",
                "a/0@0\n"
            })
    void whatDeviatesFromTheFormIsMalformed(String header) {
        assertThat(Provenance.parse(header.getBytes(UTF_8))).isEmpty();
        assertThat(new ProvenanceRule("s", "t", Forward.LOCAL).judge(header.getBytes(UTF_8)))
                .isEqualTo(Verdict.PASS_MALFORMED);
        assertThat(new ProvenanceRule("s", "t", Forward.ALL).judge(header.getBytes(UTF_8)))
                .isEqualTo(Verdict.PASS_MALFORMED);
    }

    @Test
    void theLongestPossibleHeaderIsReadAndOneHopMoreIsNot() {
        var longest = new Hop("x".repeat(ClusterName.MAX_LENGTH), Integer.MAX_VALUE, Long.MAX_VALUE);
        var full = new Provenance(Collections.nCopies(Provenance.MAX_HOPS, longest));

        assertThat(full.bytes()).hasSize(Provenance.MAX_BYTES);
        assertThat(Provenance.parse(full.bytes())).contains(full);
        assertThat(Provenance.parse((full + ">" + longest).getBytes(UTF_8))).isEmpty();
        assertThat(Provenance.parse(("a/0@0" + ">a/0@0".repeat(Provenance.MAX_HOPS)).getBytes(UTF_8)))
                .isEmpty();
        assertThat(Provenance.parse(("x" + longest).getBytes(UTF_8))).isEmpty();
    }

    @Test
    void noProvenanceCanBeMadeThatCouldNotBeRead() {
        assertThatThrownBy(() -> new Provenance(List.of())).hasMessageContaining("found 0");
        assertThatThrownBy(() -> new Provenance(Collections.nCopies(65, new Hop("a", 0, 0))))
                .hasMessageContaining("found 65");
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
