package io.streambus.connect.smt;

import static io.streambus.connect.smt.Records.headers;
import static io.streambus.connect.smt.Records.mirrored;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.streambus.connect.provenance.Binding;
import io.streambus.connect.provenance.Forward;
import io.streambus.connect.provenance.PartitionStamp;
import io.streambus.connect.provenance.Provenance;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.provenance.ProvenanceVerdict;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** That the record path allocates what its documentation says, counted by the JVM. */
class HotPathAllocationTest {

    private static final int RECORDS = 20_000;
    /** What the JVM may add once over all records, for classes loaded late and the like. */
    private static final long ONCE = 16_384;
    /** Connect's headers make an iterator for each walk through them, unless the compiler removes it. */
    private static final int HEADER_ITERATOR = 40;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private volatile byte[] kept;

    @Test
    void judgingAHeaderAllocatesNothing() {
        var rule = new ProvenanceRule("us-west-1", "us-east-1", Forward.ALL);
        PartitionStamp stamp = rule.stampFor("orders", "orders", 3);
        byte[] looping = Records.bytes("hub/1@2>us-east-1/orders/3@7~1700");
        byte[] carried = Records.bytes("hub/1@2>us-east-1/orders:other/3@7");
        byte[] stamped = Records.bytes("hub/1@2>us-west-1/orders/3@48213");

        assertThat(bytesPerRecord(() -> rule.judge(stamp, looping, 1700) == ProvenanceVerdict.DROP_LOOP))
                .isZero();
        assertThat(bytesPerRecord(() -> rule.judge(stamp, carried, 1700) == ProvenanceVerdict.PASS_CARRIED))
                .isZero();
        assertThat(bytesPerRecord(() -> rule.judgeUnder(stamp, stamped, 48213, 1700) == ProvenanceVerdict.PASS))
                .isZero();
    }

    @Test
    void stampingAllocatesOneArrayOfTheHeadersLength() {
        PartitionStamp stamp = new ProvenanceRule("us-west-1", "us-east-1", Forward.ALL, Binding.TIMESTAMP)
                .stampFor("orders", "orders", 3);
        byte[] before = Records.bytes("a/0@1>hub/orders/3@2~99");
        int alone = "us-west-1/orders/3@48213~1700".length();

        assertThat(bytesPerRecord(() -> keep(stamp.stamp(ProvenanceVerdict.PASS, null, 48213, 1700))))
                .isEqualTo(bytesPerRecord(() -> keep(new byte[alone])));
        assertThat(bytesPerRecord(() -> keep(stamp.stamp(ProvenanceVerdict.PASS, before, 48213, 1700))))
                .isEqualTo(bytesPerRecord(() -> keep(new byte["a/0@1>hub/3@2>".length() + alone])));
    }

    @Test
    void filteringByLiteralsAndTimeAllocatesNothing() {
        FilterRecords<SourceRecord> filter = new FilterRecords<>();
        filter.configure(Map.of(
                "include.pattern.0", ".*important.*",
                "exclude.pattern.0", ".*test.*",
                "min.timestamp", "2024-01-01T00:00:00Z"));
        SourceRecord passing = mirrored("an important order", headers());
        SourceRecord dropped = mirrored("an important test", headers());

        assertThat(bytesPerRecord(() -> filter.apply(passing) != null)).isZero();
        assertThat(bytesPerRecord(() -> filter.apply(dropped) == null)).isZero();
    }

    @Test
    void recordsThatTransformsLeaveAloneOrDropCostAnIteratorAtMost() {
        PreventLoops<SourceRecord> loops = new PreventLoops<>();
        loops.configure(Map.of("source.cluster.alias", "us-west-1", "target.cluster.alias", "us-east-1"));
        RewriteHeaders<SourceRecord> rewriter = new RewriteHeaders<>();
        rewriter.configure(Map.of("remove", "x", "transform.region", "a -> b"));
        SourceRecord stamped =
                mirrored("v", headers("region", "c", Provenance.HEADER, "us-west-1/orders:us-west-1.orders/3@48213"));
        SourceRecord looping = mirrored("v", headers("region", "c", Provenance.HEADER, "us-east-1/orders/3@1"));

        assertThat(bytesPerRecord(() -> loops.apply(stamped) != null)).isLessThanOrEqualTo(HEADER_ITERATOR);
        assertThat(bytesPerRecord(() -> loops.apply(looping) == null)).isLessThanOrEqualTo(HEADER_ITERATOR);
        assertThat(bytesPerRecord(() -> rewriter.apply(stamped) != null)).isLessThanOrEqualTo(HEADER_ITERATOR);
    }

    @Test
    void theMeasuringItselfSeesASingleSmallArray() {
        assertThat(bytesPerRecord(() -> keep(new byte[1]))).isGreaterThanOrEqualTo(16);
    }

    /** Keeps the compiler from proving that nobody needs the array. */
    private boolean keep(byte[] array) {
        kept = array;
        return kept.length > 0;
    }

    private static long bytesPerRecord(BooleanSupplier step) {
        for (int i = 0; i < 1_000; i++) {
            assertThat(step.getAsBoolean()).isTrue();
        }
        boolean allTrue = true;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RECORDS; i++) {
            allTrue &= step.getAsBoolean();
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(allTrue).isTrue();
        return Math.max(0, allocated - ONCE + RECORDS - 1) / RECORDS;
    }
}
