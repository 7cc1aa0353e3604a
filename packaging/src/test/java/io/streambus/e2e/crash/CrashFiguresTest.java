package io.streambus.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrashFiguresTest {

    @Test
    void theSameRecordsInTheirOrderArePerfect() {
        List<Line> lines = lines("a1", "b1", "a2");

        CrashFigures.compare("t", lines, lines).assertPerfect();
    }

    @Test
    void nothingToCopyIsNotPerfect() {
        assertThatThrownBy(() -> CrashFigures.none("t").assertPerfect()).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatIsMissingIsLostAndItsKeyIsStaleIfItWasTheLast() {
        assertThat(CrashFigures.compare("t", lines("a1", "a2", "b1"), lines("a1", "b1")))
                .isEqualTo(new CrashFigures("t", 3, 1, 0, 0, 0, 1));
        assertThat(CrashFigures.compare("t", lines("a1", "a2", "b1"), lines("a2", "b1")))
                .isEqualTo(new CrashFigures("t", 3, 1, 0, 0, 0, 0));
    }

    @Test
    void aRepeatedStretchIsTwiceButNotOutOfOrder() {
        assertThat(CrashFigures.compare("t", lines("a1", "a2", "a3"), lines("a1", "a2", "a1", "a2", "a3")))
                .isEqualTo(new CrashFigures("t", 3, 0, 2, 0, 0, 0));
    }

    @Test
    void aRepeatedStretchAtTheEndLeavesAStaleKey() {
        assertThat(CrashFigures.compare("t", lines("a1", "a2"), lines("a1", "a2", "a1")))
                .isEqualTo(new CrashFigures("t", 2, 0, 1, 0, 0, 1));
    }

    @Test
    void aHoleThatIsFilledLaterIsOutOfOrderWithinItsKeyOnly() {
        assertThat(CrashFigures.compare("t", lines("a1", "b1", "a2", "b2"), lines("a1", "a2", "b2", "b1")))
                .isEqualTo(new CrashFigures("t", 4, 0, 0, 0, 1, 1));
        assertThat(CrashFigures.compare("t", lines("a1", "b1", "a2"), lines("b1", "a1", "a2")))
                .isEqualTo(new CrashFigures("t", 3, 0, 0, 0, 0, 0));
    }

    @Test
    void whatIsNoCopyOfAnythingIsStrange() {
        assertThat(CrashFigures.compare("t", lines("a1"), lines("a1", "x9")))
                .isEqualTo(new CrashFigures("t", 1, 0, 0, 1, 0, 0));
    }

    /** Each is a key and a number. */
    private static List<Line> lines(String... contents) {
        return Stream.of(contents)
                .map(content -> new Line(content.substring(0, 1), content))
                .toList();
    }
}
