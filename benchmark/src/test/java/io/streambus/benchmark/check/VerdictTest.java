package io.streambus.benchmark.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final LogContent SOURCE = content(new long[] {1, 2, 3, 4, 5}, new long[] {6, 7, 8});

    @Test
    void aTrueCopyHasNoFaults() {
        Verdict verdict = Verdict.of(SOURCE, content(new long[] {1, 2, 3, 4, 5}, new long[] {6, 7, 8}), true);

        assertThat(verdict).isEqualTo(new Verdict(8, 0, 0, 0, 0));
        assertThat(verdict.isTrue()).isTrue();
        assertThat(verdict.faults()).isEmpty();
    }

    @Test
    void aBeginningOfEveryPartitionIsTrueWhereNotAllWasToBeCopied() {
        LogContent target = content(new long[] {1, 2, 3}, new long[] {});

        assertThat(Verdict.of(SOURCE, target, false)).isEqualTo(new Verdict(3, 0, 0, 0, 0));
        assertThat(Verdict.of(SOURCE, target, true)).isEqualTo(new Verdict(3, 5, 0, 0, 0));
    }

    @Test
    void aHoleIsALossAlsoWhereNotAllWasToBeCopied() {
        LogContent target = content(new long[] {1, 2, 4}, new long[] {6});

        assertThat(Verdict.of(SOURCE, target, false)).isEqualTo(new Verdict(4, 1, 0, 0, 0));
    }

    @Test
    void aRecordThatComesAgainIsDoubledAndNotReordered() {
        LogContent target = content(new long[] {1, 2, 2, 3, 4, 5, 1}, new long[] {6, 7, 8});

        assertThat(Verdict.of(SOURCE, target, true)).isEqualTo(new Verdict(8, 0, 2, 0, 0));
    }

    @Test
    void aRecordBehindItsSuccessorIsReordered() {
        LogContent target = content(new long[] {1, 3, 2, 4, 5}, new long[] {6, 7, 8});

        assertThat(Verdict.of(SOURCE, target, true)).isEqualTo(new Verdict(8, 0, 0, 1, 0));
    }

    @Test
    void aRecordOfAnotherPartitionIsForeignAndMissingInItsOwn() {
        LogContent target = content(new long[] {1, 2, 3, 4, 5, 8}, new long[] {6, 7});

        Verdict verdict = Verdict.of(SOURCE, target, true);

        assertThat(verdict).isEqualTo(new Verdict(7, 1, 0, 0, 1));
        assertThat(verdict.faults()).isEqualTo("1 records lost, 1 records changed");
    }

    private static LogContent content(long[]... partitions) {
        return new LogContent(partitions);
    }
}
