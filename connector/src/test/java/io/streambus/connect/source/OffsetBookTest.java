package io.streambus.connect.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.CheckpointWriter;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.connect.offset.Copy;
import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetRecorder;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Tail;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class OffsetBookTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final Optional<Uuid> ID = Optional.of(new Uuid(1, 2));
    private static final Optional<Uuid> NEW_ID = Optional.of(new Uuid(3, 4));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final CheckpointWriter writer = new CheckpointWriter(producer);
    private final OffsetBook book = book(Map.of());

    private OffsetBook book(Map<Integer, OffsetPage> stored) {
        return new OffsetBook("link-1", Map.of(ORDERS, stored), writer, Duration.ofMillis(50));
    }

    private OffsetBook hundredStored() {
        return book(Map.of(0, new OffsetPage(ID, 0, 0, List.of(new OffsetRun(0, 0, 100, true)))));
    }

    /** What a reader makes of all that was written. */
    private OffsetMap written(Optional<Uuid> topicId) {
        Map<Integer, OffsetPage> pages = new HashMap<>();
        producer.history().forEach(entry -> {
            CheckpointKey.Offsets key = (CheckpointKey.Offsets)
                    CheckpointFormat.decodeKey(entry.key()).orElseThrow();
            assertThat(key).isEqualTo(new CheckpointKey.Offsets("link-1", "orders", 3, key.page()));
            pages.put(key.page(), CheckpointFormat.decodeOffsets(entry.value()).orElseThrow());
        });
        return OffsetMap.of(pages, topicId);
    }

    private static Tail notAskedFor() {
        return fail("the map is here, no tail tells more");
    }

    @Test
    void aMapGoesOnFromWhatIsStored() throws Exception {
        OffsetBook resumed = hundredStored();
        assertThat(resumed.knownTo(ORDERS, ID)).hasValue(100);

        OffsetRecorder recorder = resumed.open(ORDERS, ID, () -> new Tail.Last(new Copy(119, 119)), 120);
        resumed.writeBeginnings();
        recorder.extend(120, 120);

        assertThat(resumed.write(ORDERS)).isTrue();
        assertThat(written(ID).runs())
                .containsExactly(new OffsetRun(0, 0, 100, true), new OffsetRun(119, 119, 2, false));
    }

    @Test
    void aPartitionTakenUpAgainGoesOnWithTheMapItHadNotWithTheStoredOne() throws Exception {
        OffsetBook running = hundredStored();
        OffsetRecorder recorder = running.open(ORDERS, ID, () -> new Tail.Nothing(100), 100);
        recorder.extend(110, 100);

        OffsetRecorder again = running.open(ORDERS, ID, OffsetBookTest::notAskedFor, 111);

        assertThat(again).isSameAs(recorder);
        running.writeBeginnings();
        assertThat(written(ID).runs())
                .containsExactly(new OffsetRun(0, 0, 100, true), new OffsetRun(110, 100, 1, true));
    }

    @Test
    void aWayBackIsOnTheTargetBeforeAnythingIsCopied() throws Exception {
        OffsetBook setBack = hundredStored();

        setBack.open(ORDERS, ID, () -> new Tail.Nothing(100), 40);
        setBack.writeBeginnings();

        assertThat(written(ID).runs()).containsExactly(new OffsetRun(0, 0, 100, true), new OffsetRun(40, 100, 0, true));
    }

    @Test
    void aBeginningThatCannotBeWrittenIsReported() {
        MockProducer<byte[], byte[]> silent =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        OffsetBook unheard = new OffsetBook("link-1", Map.of(), new CheckpointWriter(silent), Duration.ofMillis(50));
        unheard.open(ORDERS, ID, () -> new Tail.Nothing(7), 0);

        assertThatThrownBy(unheard::writeBeginnings)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("topic=orders, partition=3")
                .hasMessageContaining("nothing may be copied");
    }

    @Test
    void whatChangesNothingIsNotWritten() throws Exception {
        OffsetBook resumed = hundredStored();
        resumed.open(ORDERS, ID, () -> new Tail.Nothing(100), 100);
        resumed.writeBeginnings();
        resumed.write(ORDERS);

        assertThat(producer.history()).isEmpty();
    }

    @Test
    void aTopicCreatedAnewHasAMapOfItsOwn() throws Exception {
        OffsetBook running = hundredStored();
        running.open(ORDERS, ID, () -> new Tail.Nothing(100), 100).extend(100, 100);

        OffsetRecorder recreated = running.open(ORDERS, NEW_ID, () -> new Tail.Nothing(101), 0);
        running.writeBeginnings();
        recreated.extend(0, 101);
        running.write(ORDERS);

        assertThat(written(NEW_ID).runs()).containsExactly(new OffsetRun(0, 101, 1, true));
        assertThat(written(ID).runs()).isEmpty();
    }

    /** The write that failed is followed by one that does not: only the count tells. */
    @Test
    void pagesThatWereLostAreWrittenAgain() throws Exception {
        MockProducer<byte[], byte[]> slow =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        CheckpointWriter losing = new CheckpointWriter(slow);
        OffsetBook pages = new OffsetBook("link-1", Map.of(), losing, Duration.ofMillis(50));
        pages.open(ORDERS, ID, () -> new Tail.Nothing(0), 0).extend(0, 0);
        pages.beginRound();
        pages.write(ORDERS);
        losing.write(
                new CheckpointKey.Task("link-1", 0),
                new TaskCheckpoint(1, 2, 1, List.of(), OptionalLong.empty(), Optional.empty()));
        slow.errorNext(new NotEnoughReplicasException("one is gone"));
        slow.completeNext();
        assertThat(losing.failure()).isEmpty();
        slow.clear();

        pages.beginRound();
        pages.write(ORDERS);
        pages.beginRound();
        pages.write(ORDERS);

        assertThat(slow.history()).hasSize(1);
    }

    @Test
    void namesakesAreToldByTheCheckpointAndWithoutItByThePages() {
        OffsetBook stored = hundredStored();

        assertThat(stored.knowsOnlyNamesakes(ORDERS, ID, ID)).isFalse();
        assertThat(stored.knowsOnlyNamesakes(ORDERS, NEW_ID, ID)).isTrue();
        // The new one has been read already; what was copied of it is not in the map yet.
        assertThat(stored.knowsOnlyNamesakes(ORDERS, NEW_ID, NEW_ID)).isFalse();
        // An operator has set the offset: the checkpoint names no topic.
        assertThat(stored.knowsOnlyNamesakes(ORDERS, NEW_ID, Optional.empty())).isTrue();
        assertThat(stored.knowsOnlyNamesakes(ORDERS, ID, Optional.empty())).isFalse();
        assertThat(stored.knowsOnlyNamesakes(ORDERS, Optional.empty(), ID)).isFalse();
        assertThat(book.knowsOnlyNamesakes(ORDERS, ID, Optional.empty())).isFalse();
    }
}
