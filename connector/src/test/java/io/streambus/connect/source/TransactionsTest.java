package io.streambus.connect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
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
    void aTransactionEndsWithTheLastRecordOfItsNumberWhereverThatIsInTheBatch() {
        transactions.bound(records(99, 1));
        verify(context, never()).commitTransaction(any());

        List<SourceRecord> more = records(201, 1);
        transactions.bound(more);
        verify(context).commitTransaction(same(more.get(0)));
        verify(context).commitTransaction(same(more.get(100)));
        verify(context).commitTransaction(same(more.get(200)));
        verifyNoMoreInteractions(context);
    }

    @Test
    void aTransactionEndsAfterItsBytes() {
        transactions.bound(records(2, 4_999));
        verify(context, never()).commitTransaction(any());

        List<SourceRecord> last = records(1, 2);
        transactions.bound(last);
        verify(context).commitTransaction(same(last.get(0)));
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
        nanos.addAndGet(500_000_000);
        transactions.bound(records(99, 1));

        verify(context, times(1)).commitTransaction(any());
        verify(context, never()).commitTransaction();
    }

    private static List<SourceRecord> records(int count, int bytes) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SourceRecord(
                        Map.of(),
                        Map.of(),
                        "t",
                        0,
                        Schema.OPTIONAL_BYTES_SCHEMA,
                        null,
                        Schema.BYTES_SCHEMA,
                        new byte[bytes]))
                .toList();
    }
}
