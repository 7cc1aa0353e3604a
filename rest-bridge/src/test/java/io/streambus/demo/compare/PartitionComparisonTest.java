package io.streambus.demo.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.demo.compare.Difference.Altered;
import io.streambus.demo.compare.Difference.Coordinates;
import io.streambus.demo.compare.Difference.Extra;
import io.streambus.demo.compare.Difference.Missing;
import io.streambus.demo.compare.Difference.OutOfOrder;
import io.streambus.demo.compare.Difference.Part;
import io.streambus.demo.compare.Difference.Repeated;
import io.streambus.demo.compare.ReadRecord.ReadHeader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionComparisonTest {

    private static final Coordinates WHERE = new Coordinates("orders", 3);
    private static final Set<String> ADDED = Set.of(ReadRecord.PROVENANCE_HEADER, "replicated_from");

    @Test
    void aFaithfulCopyHasNoDifferences() {
        PartitionResult result = compare(originals(5), copies(5));

        assertThat(result).isEqualTo(new PartitionResult(WHERE, 5, 5, 5, 0, List.of()));
    }

    @Test
    void emptyPartitionsAreEqual() {
        assertThat(compare(List.of(), List.of()).differences()).isZero();
    }

    @Test
    void offsetsMayDifferBetweenTheSides() {
        List<ReadRecord> source = List.of(record(10, "a"), record(12, "b"));
        List<ReadRecord> target = List.of(copy(record(10, "a"), 0), copy(record(12, "b"), 7));

        assertThat(compare(source, target).differences()).isZero();
    }

    @Test
    void anAlteredValueIsReportedWithBothOffsets() {
        List<ReadRecord> target = copies(5);
        ReadRecord before = target.get(2);
        ReadRecord altered = new ReadRecord(
                before.offset(), before.timestamp(), before.key(), Optional.of(Bytes.utf8("forged")), before.headers());
        target.set(2, altered);

        PartitionResult result = compare(originals(5), target);

        assertThat(result.first()).containsExactly(new Altered(WHERE, record(2, "v2"), altered, Set.of(Part.VALUE)));
        assertThat(result.equal()).isEqualTo(4);
    }

    @Test
    void everyPartThatDiffersIsNamed() {
        ReadRecord source = record(0, "v");
        ReadRecord target = new ReadRecord(
                0,
                source.timestamp() + 1,
                Optional.of(Bytes.utf8("other key")),
                Optional.empty(),
                List.of(provenance(0), new ReadHeader("region", Optional.of(Bytes.utf8("us-west-2")))));

        assertThat(compare(List.of(source), List.of(target)).first())
                .singleElement()
                .satisfies(difference -> assertThat(((Altered) difference).parts())
                        .containsExactlyInAnyOrder(Part.KEY, Part.VALUE, Part.HEADERS, Part.TIMESTAMP));
    }

    @Test
    void aNullIsNotAnEmptyKeyOrValue() {
        ReadRecord source = new ReadRecord(0, 1, Optional.empty(), Optional.empty(), List.of());
        ReadRecord target =
                new ReadRecord(0, 1, Optional.of(Bytes.utf8("")), Optional.of(Bytes.utf8("")), List.of(provenance(0)));

        assertThat(((Altered) compare(List.of(source), List.of(target)).first().get(0)).parts())
                .containsExactlyInAnyOrder(Part.KEY, Part.VALUE);
    }

    @Test
    void headersInAnotherOrderDiffer() {
        ReadHeader one = new ReadHeader("x", Optional.of(Bytes.utf8("1")));
        ReadHeader two = new ReadHeader("x", Optional.of(Bytes.utf8("2")));
        ReadRecord source = new ReadRecord(0, 1, Optional.empty(), Optional.empty(), List.of(one, two));
        ReadRecord target = new ReadRecord(0, 1, Optional.empty(), Optional.empty(), List.of(two, one, provenance(0)));

        assertThat(compare(List.of(source), List.of(target)).differences()).isEqualTo(1);
    }

    @Test
    void headersThatTheLinkAddsAreLeftOut() {
        ReadRecord source = record(0, "v");
        List<ReadHeader> headers = new ArrayList<>(source.headers());
        headers.add(new ReadHeader("replicated_from", Optional.of(Bytes.utf8("us-west-1"))));
        headers.add(provenance(0));
        ReadRecord target = new ReadRecord(0, source.timestamp(), source.key(), source.value(), headers);

        assertThat(compare(List.of(source), List.of(target)).differences()).isZero();
    }

    @Test
    void aLostRecordIsOneDifferenceAndNotAShiftOfAllBehindIt() {
        List<ReadRecord> target = copies(100);
        target.remove(40);

        PartitionResult result = compare(originals(100), target);

        assertThat(result.first()).containsExactly(new Missing(WHERE, record(40, "v40")));
        assertThat(result.equal()).isEqualTo(99);
    }

    @Test
    void aTailThatNeverArrivedIsMissing() {
        PartitionResult result = compare(originals(5), copies(3));

        assertThat(result.first())
                .containsExactly(new Missing(WHERE, record(3, "v3")), new Missing(WHERE, record(4, "v4")));
        assertThat(result.sourceRecords()).isEqualTo(5);
    }

    @Test
    void aRecordThatNamesNoOriginalIsExtra() {
        List<ReadRecord> target = copies(3);
        ReadRecord forged = record(3, "forged");
        target.add(forged);

        assertThat(compare(originals(3), target).first()).containsExactly(new Extra(WHERE, forged));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us-west-1/orders/2@0",
                "us-north-9/orders/3@0",
                "us-west-1/others/3@0",
                "us-west-1/orders:others/3@0",
                "us-west-1/3@0",
                "us-west-1/orders/3",
                "us-west-1/orders/3@",
                "us-west-1/orders/3@-1",
                "",
                "us-west-1/orders/3@7"
            })
    void aRecordThatNamesAnOriginalElsewhereIsExtra(String provenance) {
        ReadRecord target = new ReadRecord(
                0,
                1,
                Optional.empty(),
                Optional.empty(),
                List.of(new ReadHeader(ReadRecord.PROVENANCE_HEADER, Optional.of(Bytes.utf8(provenance)))));

        assertThat(compare(List.of(), List.of(target)).first()).containsExactly(new Extra(WHERE, target));
    }

    @Test
    void theLastHopNamesTheOriginal() {
        ReadRecord source = record(0, "v");
        List<ReadHeader> headers = new ArrayList<>(source.headers());
        headers.add(new ReadHeader(
                ReadRecord.PROVENANCE_HEADER, Optional.of(Bytes.utf8("eu-central-1/0@99>us-west-1/orders/3@0"))));

        PartitionResult result = compare(
                List.of(source), List.of(new ReadRecord(0, source.timestamp(), source.key(), source.value(), headers)));

        assertThat(result.differences()).isZero();
    }

    @Test
    void aSecondCopyIsReported() {
        List<ReadRecord> target = copies(3);
        ReadRecord again = copy(record(1, "v1"), 3);
        target.add(again);

        assertThat(compare(originals(3), target).first()).containsExactly(new Repeated(WHERE, 1, again));
    }

    @Test
    void swappedRecordsAreReportedAsOutOfOrderAndNotAsMissing() {
        List<ReadRecord> target = copies(4);
        Collections.swap(target, 1, 2);

        assertThat(compare(originals(4), target).first()).containsExactly(new OutOfOrder(WHERE, 1, 2, target.get(2)));
    }

    @Test
    void onlyTheFirstDifferencesAreKeptButAllAreCounted() {
        PartitionResult result = compare(originals(50), List.of());

        assertThat(result.differences()).isEqualTo(50);
        assertThat(result.first()).hasSize(10);
    }

    private static PartitionResult compare(List<ReadRecord> source, List<ReadRecord> target) {
        return new PartitionComparison(WHERE, "us-west-1", ADDED, 10).compare(source.iterator(), target.iterator());
    }

    private static List<ReadRecord> originals(int count) {
        return LongStream.range(0, count).mapToObj(i -> record(i, "v" + i)).toList();
    }

    private static List<ReadRecord> copies(int count) {
        return new ArrayList<>(
                originals(count).stream().map(r -> copy(r, r.offset())).toList());
    }

    private static ReadRecord record(long offset, String value) {
        return new ReadRecord(
                offset,
                1_700_000_000_000L + offset,
                Optional.of(Bytes.utf8("k" + offset)),
                Optional.of(Bytes.utf8(value)),
                List.of(new ReadHeader("region", Optional.of(Bytes.utf8("us-west-1")))));
    }

    private static ReadRecord copy(ReadRecord original, long offset) {
        List<ReadHeader> headers = new ArrayList<>(original.headers());
        headers.add(provenance(original.offset()));
        return new ReadRecord(offset, original.timestamp(), original.key(), original.value(), headers);
    }

    private static ReadHeader provenance(long sourceOffset) {
        return new ReadHeader(
                ReadRecord.PROVENANCE_HEADER, Optional.of(Bytes.utf8("us-west-1/orders/3@" + sourceOffset)));
    }
}
