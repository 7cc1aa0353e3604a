package io.streambus.bridge.link.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${file:/a:b}",
                "x ${env:HOME} y",
                "${now} ${env:HOME}",
                "${:x}",
                "${a${b:c}",
                "${no end: x",
                "${${",
                "${a ${b}"
            })
    void a_reference_is_found_and_so_is_what_would_be_searched_for_its_end(String text) {
        assertThat(Secret.holdsReference(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "${now}: ${topic}:x", "$$ {a:b}", "a: ${now}", "${", "${ no end", "^a$:{}"})
    void other_text_is_none(String text) {
        assertThat(Secret.holdsReference(text)).isFalse();
    }

    @Test
    void a_search_takes_time_in_proportion_to_the_length() {
        int many = 300_000;
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            for (String part : List.of("${a:", "${")) {
                assertThat(Secret.holdsReference(part.repeat(many))).isTrue();
                assertThat(Secret.isReference(part.repeat(many))).isFalse();
            }
            for (String part : List.of("${a}", "}:${", ":}", "${a}:")) {
                assertThat(Secret.holdsReference(part.repeat(many))).isFalse();
            }
        });
    }
}
