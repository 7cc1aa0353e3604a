package io.streambus.demo.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.demo.compare.Difference.Altered;
import io.streambus.demo.compare.Difference.Coordinates;
import io.streambus.demo.compare.Difference.Extra;
import io.streambus.demo.compare.Difference.Missing;
import io.streambus.demo.compare.Difference.OutOfOrder;
import io.streambus.demo.compare.Difference.Part;
import io.streambus.demo.compare.Difference.Repeated;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {

    private static final Coordinates ORDERS_0 = new Coordinates("orders", 0);
    private static final Coordinates ORDERS_1 = new Coordinates("orders", 1);
    private static final Coordinates USERS_0 = new Coordinates("users", 0);

    @Test
    void theTableSumsUpByTopicAndInTotal() {
        ComparisonResult result = new ComparisonResult(List.of(
                new PartitionResult(ORDERS_0, 40_000, 40_000, 40_000, 0, List.of()),
                new PartitionResult(ORDERS_1, 20_000, 19_999, 19_999, 1, List.of()),
                new PartitionResult(USERS_0, 5, 5, 5, 0, List.of())));

        assertThat(SummaryTable.of(result))
                .containsExactly(
                        "topic    partitions   source   target    equal   differences",
                        "orders            2   60,000   59,999   59,999             1",
                        "users             1        5        5        5             0",
                        "total             3   60,005   60,004   60,004             1");
        assertThat(result.same()).isFalse();
    }

    @Test
    void theFirstDifferencesAreCutOverAllPartitions() {
        Difference one = new Missing(ORDERS_0, record(1, "a"));
        Difference two = new Missing(USERS_0, record(2, "b"));
        ComparisonResult result = new ComparisonResult(List.of(
                new PartitionResult(ORDERS_0, 1, 0, 0, 1, List.of(one)),
                new PartitionResult(USERS_0, 1, 0, 0, 1, List.of(two))));

        assertThat(result.first(1)).containsExactly(one);
        assertThat(result.first(10)).containsExactly(one, two);
    }

    @Test
    void anAlteredRecordIsShownWithCoordinatesAndBothSidesOfEachPart() {
        String text = DifferenceText.of(new Altered(
                ORDERS_1, record(48, "{\"amount\":1}"), record(51, "{\"amount\":2}"), EnumSet.of(Part.VALUE)));

        assertThat(text).isEqualToNormalizingNewlines("""
                        orders-1: target offset 51 differs from its original, source offset 48
                            VALUE     source {"amount":1}
                                      target {"amount":2}""");
    }

    @Test
    void everyKindOfDifferenceNamesPartitionAndOffsets() {
        assertThat(DifferenceText.of(new Missing(USERS_0, record(7, "v"))))
                .isEqualTo("users-0: source offset 7 has no copy on the target");
        assertThat(DifferenceText.of(new Repeated(USERS_0, 7, record(9, "v"))))
                .isEqualTo("users-0: target offset 9 is a second copy of source offset 7");
        assertThat(DifferenceText.of(new OutOfOrder(USERS_0, 7, 8, record(9, "v"))))
                .isEqualTo(
                        "users-0: target offset 9, the copy of source offset 7, comes after the copy of source offset 8");
        assertThat(DifferenceText.of(new Extra(USERS_0, record(9, "v"))))
                .startsWith("users-0: target offset 9 is the copy of no source record");
    }

    @Test
    void longTextAndBytesThatAreNoTextAreShortened() {
        ReadRecord source = record(0, "x".repeat(500));
        ReadRecord target = new ReadRecord(
                0, 1, Optional.of(new Bytes(new byte[] {(byte) 0xff, 0, 1})), Optional.empty(), List.of());

        String text = DifferenceText.of(new Altered(USERS_0, source, target, EnumSet.of(Part.KEY, Part.VALUE)));

        assertThat(text)
                .contains("x".repeat(60) + "… (500 bytes)")
                .contains("0xff0001")
                .contains("target null");
        assertThat(text.length()).isLessThan(300);
    }

    private static ReadRecord record(long offset, String value) {
        return new ReadRecord(offset, 1, Optional.empty(), Optional.of(Bytes.utf8(value)), List.of());
    }
}
