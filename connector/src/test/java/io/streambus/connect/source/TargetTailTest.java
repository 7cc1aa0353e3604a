package io.streambus.connect.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.streambus.connect.offset.Copy;
import io.streambus.connect.offset.Tail;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.topic.ClusterAdmin;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TargetTailTest {

    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);
    private static final TopicPartition COPIES = new TopicPartition("copies", 3);

    /** A checkpoint that knows of a copy at 49, and a map that ends there. */
    private static final TargetTail.Place KNOWN = place(OptionalLong.of(49), 50);

    private static TargetTail.Place withoutMap(OptionalLong lastKnown) {
        return new TargetTail.Place(COPIES, lastKnown, OptionalLong.empty(), false, false);
    }

    private static TargetTail.Place place(OptionalLong lastKnown, long mapKnownTo) {
        return new TargetTail.Place(COPIES, lastKnown, OptionalLong.of(mapKnownTo), false, false);
    }

    @Nested
    class TheVerdict {

        private static TargetTail.Found found(TargetTail.Place place, Copy last, long searchedFrom, long logEnd) {
            return new TargetTail.Found(
                    place, Optional.ofNullable(last), searchedFrom, new LogRanges.Range(0, logEnd), logEnd);
        }

        @Test
        void aCopyBehindWhatIsKnownIsNews() {
            TargetTail.Found found = found(KNOWN, new Copy(70, 60), 40, 90);

            assertThat(found.next()).hasValue(71);
            assertThat(found.tail()).isEqualTo(new Tail.Last(new Copy(70, 60)));
        }

        /** It may be the copy of a source offset that the flow was set back from since. */
        @Test
        void aCopyThatTheCheckpointKnowsDoesNotDecideWhereToGoOn() {
            assertThat(found(KNOWN, new Copy(70, 49), 40, 90).next()).isEmpty();
        }

        @Test
        void aMapBehindTheCheckpointLearnsOfTheCopiesInBetween() {
            TargetTail.Found found = found(place(OptionalLong.of(49), 30), new Copy(70, 49), 30, 90);

            assertThat(found.next()).isEmpty();
            assertThat(found.tail()).isEqualTo(new Tail.Last(new Copy(70, 49)));
        }

        @Test
        void aMapAheadOfTheCheckpointLearnsNothing() {
            TargetTail.Found found = found(place(OptionalLong.of(49), 80), new Copy(70, 60), 49, 90);

            assertThat(found.next()).hasValue(71);
            assertThat(found.tail()).isEqualTo(new Tail.Nothing(90));
        }

        @Test
        void nothingBehindTheMapIsNothing() {
            assertThat(found(KNOWN, null, 49, 90).tail()).isEqualTo(new Tail.Nothing(90));
        }

        @Test
        void whatWasNotSearchedIsNotKnown() {
            assertThat(found(place(OptionalLong.of(49), 30), null, 31, 90).tail())
                    .isEqualTo(new Tail.Unknown());
            assertThat(found(withoutMap(OptionalLong.empty()), null, 10, 90).tail())
                    .isEqualTo(new Tail.Unknown());
            assertThat(found(withoutMap(OptionalLong.empty()), null, 0, 90).tail())
                    .isEqualTo(new Tail.Nothing(90));
        }

        /** A copy may stand behind an open transaction of somebody else. */
        @Test
        void whatCannotBeReadYetIsNotKnown() {
            TargetTail.Found found =
                    new TargetTail.Found(KNOWN, Optional.of(new Copy(70, 60)), 49, new LogRanges.Range(0, 90), 80);

            assertThat(found.next()).hasValue(71);
            assertThat(found.tail()).isEqualTo(new Tail.Unknown());
        }

        @Test
        void copiesOfADeletedTopicOfThatNameDoNotCount() {
            TargetTail.Place recreated =
                    new TargetTail.Place(COPIES, OptionalLong.of(49), OptionalLong.empty(), true, false);

            assertThat(found(recreated, new Copy(70, 60), 49, 90).tail()).isEqualTo(new Tail.Nothing(90));
        }

        @Test
        void whereAnotherToolHasCopiedCopiesWithoutProvenanceMayStand() {
            TargetTail.Place takenOver =
                    new TargetTail.Place(COPIES, OptionalLong.empty(), OptionalLong.empty(), false, true);

            assertThat(found(takenOver, null, 0, 90).tail()).isEqualTo(new Tail.Unknown());
        }

        @Test
        void aMapOfALogThatIsShorterNowTellsNothingOfIt() {
            assertThat(found(place(OptionalLong.of(49), 50), new Copy(12, 11), 0, 20)
                            .tail())
                    .isEqualTo(new Tail.Last(new Copy(12, 11)));
            assertThat(found(place(OptionalLong.of(49), 50), null, 0, 20).tail())
                    .isEqualTo(new Tail.Nothing(20));
        }
    }

    @Nested
    class TheSearch {

        private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        private final Admin admin = mock(Admin.class);

        private TargetTail.Found find(TargetTail.Place place) throws InterruptedException {
            TargetTail tail = new TargetTail(
                    () -> consumer,
                    new LogRanges(new ClusterAdmin("east", admin, Duration.ofSeconds(5))),
                    "west",
                    "east",
                    Duration.ofSeconds(5));
            return tail.find(Map.of(ORDERS, place)).get(ORDERS);
        }

        /** @param hop of the record at an offset; null for a record of other origin */
        private void log(long start, long end, LongFunction<String> hop) {
            consumer.updateBeginningOffsets(Map.of(COPIES, start));
            consumer.updateEndOffsets(Map.of(COPIES, end));
            when(admin.listOffsets(anyMap(), any())).thenAnswer(call -> {
                OffsetSpec spec =
                        call.<Map<TopicPartition, OffsetSpec>>getArgument(0).get(COPIES);
                long offset = spec instanceof OffsetSpec.EarliestSpec ? start : end;
                return new ListOffsetsResult(Map.of(
                        COPIES, KafkaFuture.completedFuture(new ListOffsetsResultInfo(offset, -1, Optional.empty()))));
            });
            // A consumer that fetches from where it stands, some records at a time.
            giveFrom(end, hop);
        }

        private void giveFrom(long end, LongFunction<String> hop) {
            consumer.schedulePollTask(() -> {
                if (!consumer.paused().contains(COPIES)) {
                    long position = consumer.position(COPIES);
                    for (long offset = position; offset < Math.min(end, position + 700); offset++) {
                        consumer.addRecord(record(offset, hop.apply(offset)));
                    }
                }
                giveFrom(end, hop);
            });
        }

        private static ConsumerRecord<byte[], byte[]> record(long offset, String hop) {
            RecordHeaders headers = new RecordHeaders();
            if (hop != null) {
                headers.add(Provenance.HEADER, hop.getBytes(UTF_8));
            }
            return new ConsumerRecord<>(
                    COPIES.topic(),
                    COPIES.partition(),
                    offset,
                    0,
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    null,
                    null,
                    headers,
                    Optional.empty());
        }

        @Test
        void theLastCopyIsFoundHoweverManyRecordsOfOtherOriginStandBehindIt() throws Exception {
            log(0, 30_000, offset -> offset < 4_000 ? "west/3@" + (offset + 500) : "north/3@" + offset);

            TargetTail.Found found = find(place(OptionalLong.of(100), 101));

            assertThat(found.last()).contains(new Copy(4_499, 3_999));
            assertThat(found.next()).hasValue(4_500);
        }

        @Test
        void itLooksNoFurtherThanWhatIsKnown() throws Exception {
            log(0, 30_000, offset -> offset < 4_000 ? "west/3@" + offset : null);

            TargetTail.Found found = find(place(OptionalLong.of(20_000), 19_000));

            assertThat(found.last()).isEmpty();
            assertThat(found.searchedFrom()).isEqualTo(19_000);
            assertThat(found.tail()).isEqualTo(new Tail.Nothing(30_000));
        }

        @Test
        void withoutACheckpointItLooksAtTheEnd() throws Exception {
            log(0, 30_000, offset -> offset < 4_000 ? "west/3@" + offset : null);

            TargetTail.Found found = find(withoutMap(OptionalLong.empty()));

            assertThat(found.searchedFrom()).isEqualTo(30_000 - TargetTail.FIRST_STEP);
            assertThat(found.tail()).isEqualTo(new Tail.Unknown());
        }

        @Test
        void otherPartitionsOfTheSameSourceAreOtherOrigin() throws Exception {
            log(0, 10, offset -> offset < 5 ? "west/3@" + offset : "west/2@" + offset);

            assertThat(find(withoutMap(OptionalLong.empty())).last()).contains(new Copy(4, 4));
        }

        @Test
        void anEmptyLogIsSeenWhole() throws Exception {
            log(7, 7, offset -> null);

            TargetTail.Found found = find(withoutMap(OptionalLong.empty()));

            assertThat(found.tail()).isEqualTo(new Tail.Nothing(7));
        }
    }
}
