package io.streambus.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetPage;
import io.streambus.connect.offset.OffsetRecorder;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Tail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class OffsetMapsTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final Optional<Uuid> ID = Optional.of(new Uuid(1, 2));
    private static final Optional<Uuid> NEW_ID = Optional.of(new Uuid(3, 4));

    private final Map<Integer, OffsetPage> written = new HashMap<>();

    private static OffsetMaps hundredStored() {
        return new OffsetMaps(
                "link-1", Map.of(ORDERS, Map.of(0, new OffsetPage(ID, 0, 0, List.of(new OffsetRun(0, 0, 100, true))))));
    }

    private static Tail nothing(long logEnd) {
        return new Tail.Copies(List.of(), 0, logEnd);
    }

    private void write(OffsetMaps maps) {
        maps.changes(ORDERS).forEach((key, page) -> {
            assertThat(key).isEqualTo(new CheckpointKey.Offsets("link-1", "orders", 3, key.page()));
            written.put(key.page(), page);
        });
    }

    /** What a reader makes of all that was written. */
    private OffsetMap read(Optional<Uuid> topicId) {
        return OffsetMap.of(written, topicId);
    }

    @Test
    void aMapGoesOnFromWhatIsStoredAndWhatStandsBehindIt() {
        OffsetMaps resumed = hundredStored();

        OffsetRecorder recorder =
                resumed.open(ORDERS, ID, new Tail.Copies(List.of(new OffsetRun(105, 103, 10, true)), 100, 113), 115);
        recorder.extend(120, 120);

        write(resumed);
        assertThat(read(ID).runs())
                .containsExactly(
                        new OffsetRun(0, 0, 100, true),
                        new OffsetRun(105, 103, 10, true),
                        new OffsetRun(120, 120, 1, true));
    }

    @Test
    void aPartitionTakenUpAgainGoesOnWithTheMapItHadNotWithTheStoredOne() {
        OffsetMaps running = hundredStored();
        OffsetRecorder recorder = running.open(ORDERS, ID, nothing(100), 100);
        recorder.extend(110, 100);

        OffsetRecorder again = running.open(ORDERS, ID, new Tail.Unknown(), 111);

        assertThat(again).isSameAs(recorder);
        write(running);
        assertThat(read(ID).runs()).containsExactly(new OffsetRun(0, 0, 100, true), new OffsetRun(110, 100, 1, true));
    }

    @Test
    void aWayBackIsAmongTheChangesBeforeAnythingIsCopied() {
        OffsetMaps setBack = hundredStored();

        setBack.open(ORDERS, ID, nothing(100), 40);

        write(setBack);
        assertThat(read(ID).runs()).containsExactly(new OffsetRun(0, 0, 100, true), new OffsetRun(40, 100, 0, true));
    }

    @Test
    void whatChangesNothingIsNotWritten() {
        OffsetMaps resumed = hundredStored();
        resumed.open(ORDERS, ID, nothing(100), 100);

        assertThat(resumed.changes(ORDERS)).isEmpty();
    }

    @Test
    void aTopicCreatedAnewHasAMapOfItsOwn() {
        OffsetMaps running = hundredStored();
        running.open(ORDERS, ID, nothing(100), 100).extend(100, 100);

        OffsetRecorder recreated = running.open(ORDERS, NEW_ID, nothing(101), 0);
        recreated.extend(0, 101);

        write(running);
        assertThat(read(NEW_ID).runs()).containsExactly(new OffsetRun(0, 101, 1, true));
        assertThat(read(ID).runs()).isEmpty();
    }

    @Test
    void ofATargetThatIsAnotherByNowNothingIsKnown() {
        OffsetMaps running = hundredStored();
        running.open(ORDERS, ID, nothing(100), 100).extend(100, 100);

        running.open(ORDERS, ID, new Tail.OtherTarget(5), 0).extend(0, 7);

        write(running);
        assertThat(read(ID).runs()).containsExactly(new OffsetRun(0, 5, 0, true), new OffsetRun(0, 7, 1, true));
    }

    /** The write that failed is followed by one that does not: only the count tells. */
    @Test
    void pagesThatWereLostAreHandedOutAgain() {
        OffsetMaps maps = new OffsetMaps("link-1", Map.of());
        maps.open(ORDERS, ID, nothing(0), 0).extend(0, 0);
        maps.beginRound(0);
        assertThat(maps.changes(ORDERS)).hasSize(1);

        maps.beginRound(1);
        assertThat(maps.changes(ORDERS)).hasSize(1);

        maps.beginRound(1);
        assertThat(maps.changes(ORDERS)).isEmpty();
    }
}
