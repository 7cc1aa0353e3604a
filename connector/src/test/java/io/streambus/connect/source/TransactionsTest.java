package io.streambus.connect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.junit.jupiter.api.Test;

class TransactionsTest {

    private final TransactionContext context = mock(TransactionContext.class);
    private final AtomicLong nanos = new AtomicLong();
    private final Transactions transactions =
            new Transactions(context, 100, 10_000, Duration.ofMillis(500), nanos::get);

    @Test
    void aTransactionEndsAfterItsNumberOfRecords() {
        transactions.bound(records(99, 1));
        verify(context, never()).commitTransaction();

        transactions.bound(records(1, 1));
        verify(context).commitTransaction();
    }

    @Test
    void aTransactionEndsAfterItsBytes() {
        transactions.bound(records(2, 4_999));
        verify(context, never()).commitTransaction();

        transactions.bound(records(1, 2));
        verify(context).commitTransaction();
    }

    @Test
    void aTransactionEndsAfterItsTimeEvenIfNothingMoreComes() {
        transactions.bound(records(1, 1));
        nanos.addAndGet(500_000_000);

        assertThat(transactions.bound(null)).isEmpty();
        verify(context).commitTransaction();
    }

    @Test
    void withoutRecordsThereIsNoTransactionToEnd() {
        nanos.addAndGet(10_000_000_000L);

        assertThat(transactions.bound(null)).isNull();
        verify(context, never()).commitTransaction();
    }

    @Test
    void theNextTransactionCountsFromNothing() {
        transactions.bound(records(100, 1));
        transactions.bound(records(99, 1));

        verify(context, times(1)).commitTransaction();
    }

    private static List<SourceRecord> records(int count, int bytes) {
        return Collections.nCopies(
                count,
                new SourceRecord(
                        Map.of(),
                        Map.of(),
                        "t",
                        0,
                        Schema.OPTIONAL_BYTES_SCHEMA,
                        null,
                        Schema.BYTES_SCHEMA,
                        new byte[bytes]));
    }
}
