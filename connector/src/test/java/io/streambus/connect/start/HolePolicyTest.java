package io.streambus.connect.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HolePolicyTest {

    @Test
    void leftToItselfItFillsAndRewindsWhereAStaleValueWouldStandForEver() {
        assertThat(HolePolicy.AUTO.on(false)).isEqualTo(HolePolicy.FILL);
        assertThat(HolePolicy.AUTO.on(true)).isEqualTo(HolePolicy.REWIND);
    }

    @ParameterizedTest
    @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void whatIsSaidHoldsForEveryTopic(HolePolicy said) {
        assertThat(said.on(true)).isEqualTo(said);
        assertThat(said.on(false)).isEqualTo(said);
    }
}
