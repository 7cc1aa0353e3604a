package io.streambus.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void theSameRecordsInTheirOrderArePerfect() {
        List<Line> lines = lines("a1", "b1", "a2");

        Figures.compare("t", lines, lines).assertPerfect();
    }

    @Test
    void nothingToCopyIsNotPerfect() {
        assertThatThrownBy(() -> Figures.none("t").assertPerfect()).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatIsMissingIsLostAndItsKeyIsStaleIfItWasTheLast() {
        assertThat(Figures.compare("t", lines("a1", "a2", "b1"), lines("a1", "b1")))
                .isEqualTo(new Figures("t", 3, 1, 0, 0, 0, 1));
        assertThat(Figures.compare("t", lines("a1", "a2", "b1"), lines("a2", "b1")))
                .isEqualTo(new Figures("t", 3, 1, 0, 0, 0, 0));
    }

    @Test
    void aRepeatedStretchIsTwiceButNotOutOfOrder() {
        assertThat(Figures.compare("t", lines("a1", "a2", "a3"), lines("a1", "a2", "a1", "a2", "a3")))
                .isEqualTo(new Figures("t", 3, 0, 2, 0, 0, 0));
    }

    @Test
    void aRepeatedStretchAtTheEndLeavesAStaleKey() {
        assertThat(Figures.compare("t", lines("a1", "a2"), lines("a1", "a2", "a1")))
                .isEqualTo(new Figures("t", 2, 0, 1, 0, 0, 1));
    }

    @Test
    void aHoleThatIsFilledLaterIsOutOfOrderWithinItsKeyOnly() {
        assertThat(Figures.compare("t", lines("a1", "b1", "a2", "b2"), lines("a1", "a2", "b2", "b1")))
                .isEqualTo(new Figures("t", 4, 0, 0, 0, 1, 1));
        assertThat(Figures.compare("t", lines("a1", "b1", "a2"), lines("b1", "a1", "a2")))
                .isEqualTo(new Figures("t", 3, 0, 0, 0, 0, 0));
    }

    @Test
    void whatIsNoCopyOfAnythingIsStrange() {
        assertThat(Figures.compare("t", lines("a1"), lines("a1", "x9"))).isEqualTo(new Figures("t", 1, 0, 0, 1, 0, 0));
    }

    /** Each is a key and a number. */
    private static List<Line> lines(String... contents) {
        return Stream.of(contents)
                .map(content -> new Line(content.substring(0, 1), content))
                .toList();
    }
}
