package io.streambus.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.registry.PinnedCluster;
import io.streambus.bridge.registry.StoredCluster;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FencedLinkStoreTest {

    private static final int LARGEST_ENTRY = 64 * 1_024;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Table table = new Table();
    private final AtomicInteger lost = new AtomicInteger();
    private final FencedLinkStore store =
            new FencedLinkStore(table, new TopicPartition("links", 0), producer, LARGEST_ENTRY, lost::incrementAndGet);

    /** Shows what is written at once, unless it hangs or whoever waits is interrupted. */
    private static final class Table implements ReadBack {
        private boolean hanging;
        private boolean interrupted;

        @Override
        public List<PinnedCluster> pinned() {
            return List.of();
        }

        @Override
        public List<StoredCluster> clusters() {
            return List.of();
        }

        @Override
        public List<UnreadableLink> unreadable() {
            return List.of();
        }

        @Override
        public List<StoredLink> all() {
            return List.of();
        }

        @Override
        public void awaitPosition(long wanted) throws InterruptedException, TimeoutException {
            if (interrupted) {
                throw new InterruptedException();
            }
            if (hanging) {
                throw new TimeoutException("it was written, but could not be read back in time");
            }
        }
    }

    @BeforeEach
    void open() {
        producer.initTransactions();
    }

    @Test
    void a_write_that_cannot_be_read_back_ends_the_lead_because_it_has_come_true() {
        table.hanging = true;

        assertThatThrownBy(() -> store.put(SampleLinks.small()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("could not be read back");

        assertThat(producer.history()).hasSize(1);
        assertThat(lost).hasValue(1);
        table.hanging = false;
        assertThatThrownBy(() -> store.remove("l")).isInstanceOf(StoreUnavailableException.class);
        assertThat(producer.history()).as("nothing after it").hasSize(1);
    }

    @Test
    void a_write_whose_caller_is_interrupted_ends_the_lead_because_it_has_come_true() {
        table.interrupted = true;

        assertThatThrownBy(() -> store.put(SampleLinks.small())).isInstanceOf(StoreUnavailableException.class);

        assertThat(Thread.interrupted()).as("keeps the interrupt").isTrue();
        assertThat(lost).hasValue(1);
    }

    @Test
    void a_link_that_is_too_large_is_refused_and_the_lead_goes_on() {
        StoredLink large = SampleLinks.ofDocumentBytes(LARGEST_ENTRY);

        assertThatThrownBy(() -> store.put(large))
                .isInstanceOf(LinkTooLargeException.class)
                .hasMessageContaining(Integer.toString(StoredLinkFormat.encodeDocument(large.link()).length))
                .hasMessageContaining("topic links");

        assertThat(producer.history()).isEmpty();
        assertThat(lost).hasValue(0);
        assertThatCode(() -> store.put(SampleLinks.small())).doesNotThrowAnyException();
    }

    @Test
    void a_link_that_was_taken_once_is_taken_with_the_longest_reason_too() {
        StoredLink largest = SampleLinks.ofDocumentBytes(LARGEST_ENTRY - 17 * 1_024);
        store.put(largest);

        store.put(largest.in(new LinkStatus.Failed(Instant.EPOCH, "\u0001".repeat(600))));

        assertThat(producer.history())
                .allSatisfy(entry -> assertThat(entry.value()).hasSizeLessThan(LARGEST_ENTRY));
        assertThat(lost).hasValue(0);
    }
}
