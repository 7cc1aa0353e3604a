package io.streambus.connect.refinement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ProvenanceReader} keeps. The partition holds, from offset 0 on: copies of 10 and 11, three strangers, copies of 14 and 20, a
 * stranger.
 */
abstract class ProvenanceReaderContract {

    static final long[] COPIES = {10, 11, -1, -1, -1, 14, 20, -1};

    /** Of a partition that holds {@link #COPIES}, -1 for a stranger, and whose first offset is {@code logStart}. */
    abstract ProvenanceReader reader(long logStart);

    @Test
    void theFirstCopyAtOrBehindAnOffsetIsFound() {
        ProvenanceReader reader = reader(0);

        assertThat(reader.firstCopy(0, 8)).contains(new Copy(10, 0));
        assertThat(reader.firstCopy(1, 8)).contains(new Copy(11, 1));
        assertThat(reader.firstCopy(6, 8)).contains(new Copy(20, 6));
    }

    @Test
    void recordsOfOtherOriginAreSteppedOver() {
        assertThat(reader(0).firstCopy(2, 8)).contains(new Copy(14, 5));
    }

    @Test
    void nothingIsFoundBeyondTheRange() {
        ProvenanceReader reader = reader(0);

        assertThat(reader.firstCopy(2, 5)).isEqualTo(Optional.empty());
        assertThat(reader.firstCopy(7, 8)).isEmpty();
        assertThat(reader.firstCopy(5, 5)).isEmpty();
        assertThat(reader.firstCopy(2, 6)).contains(new Copy(14, 5));
    }

    @Test
    void aRangeThatBeginsBeforeTheLogBeginsWithTheLog() {
        ProvenanceReader reader = reader(1);

        assertThat(reader.firstCopy(0, 8)).contains(new Copy(11, 1));
        assertThat(reader.firstCopy(0, 1)).isEmpty();
        assertThat(reader.logStart()).isEqualTo(1);
        assertThat(reader.logEnd()).isEqualTo(8);
    }
}
