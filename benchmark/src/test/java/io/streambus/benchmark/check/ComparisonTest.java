package io.streambus.benchmark.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final LogContent SOURCE = content(new long[] {1, 2, 3, 4, 5}, new long[] {6, 7, 8});

    @Test
    void aTrueCopyHasNoFaults() {
        Comparison comparison = Comparison.of(SOURCE, content(new long[] {1, 2, 3, 4, 5}, new long[] {6, 7, 8}), true);

        assertThat(comparison).isEqualTo(new Comparison(8, 0, 0, 0, 0));
        assertThat(comparison.isTrue()).isTrue();
        assertThat(comparison.faults()).isEmpty();
    }

    @Test
    void aBeginningOfEveryPartitionIsTrueWhereNotAllWasToBeCopied() {
        LogContent target = content(new long[] {1, 2, 3}, new long[] {});

        assertThat(Comparison.of(SOURCE, target, false)).isEqualTo(new Comparison(3, 0, 0, 0, 0));
        assertThat(Comparison.of(SOURCE, target, true)).isEqualTo(new Comparison(3, 5, 0, 0, 0));
    }

    @Test
    void aHoleIsALossAlsoWhereNotAllWasToBeCopied() {
        LogContent target = content(new long[] {1, 2, 4}, new long[] {6});

        assertThat(Comparison.of(SOURCE, target, false)).isEqualTo(new Comparison(4, 1, 0, 0, 0));
    }

    @Test
    void aRecordThatComesAgainIsDoubledAndNotReordered() {
        LogContent target = content(new long[] {1, 2, 2, 3, 4, 5, 1}, new long[] {6, 7, 8});

        assertThat(Comparison.of(SOURCE, target, true)).isEqualTo(new Comparison(8, 0, 2, 0, 0));
    }

    @Test
    void aRecordBehindItsSuccessorIsReordered() {
        LogContent target = content(new long[] {1, 3, 2, 4, 5}, new long[] {6, 7, 8});

        assertThat(Comparison.of(SOURCE, target, true)).isEqualTo(new Comparison(8, 0, 0, 1, 0));
    }

    @Test
    void aRecordOfAnotherPartitionIsForeignAndMissingInItsOwn() {
        LogContent target = content(new long[] {1, 2, 3, 4, 5, 8}, new long[] {6, 7});

        Comparison comparison = Comparison.of(SOURCE, target, true);

        assertThat(comparison).isEqualTo(new Comparison(7, 1, 0, 0, 1));
        assertThat(comparison.faults()).isEqualTo("1 records lost, 1 records changed");
    }

    private static LogContent content(long[]... partitions) {
        return new LogContent(partitions);
    }
}
