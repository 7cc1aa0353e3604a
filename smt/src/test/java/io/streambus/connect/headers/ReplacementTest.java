package io.streambus.connect.headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplacementTest {

    @ParameterizedTest
    @ValueSource(strings = {"us-west-1 -> us-east-1", "us-west-1->us-east-1", "  us-west-1   ->\tus-east-1 "})
    void blanksAroundTheArrowDoNotCount(String rule) {
        Replacement replacement = Replacement.parse(rule);

        assertThat(replacement.oldValue()).hasToString("us-west-1");
        assertThat(replacement.newValue()).hasToString("us-east-1");
    }

    @Test
    void blanksWithinAValueDo() {
        assertThat(Replacement.parse("very high -> quite  low").newValue()).hasToString("quite  low");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a > b", "a -> b -> c", "->", "a ->", " -> b", "a ->-> b"})
    void aRuleThatIsNotOneOldAndOneNewValueIsRefused(String rule) {
        assertThatThrownBy(() -> Replacement.parse(rule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'->'");
    }
}
