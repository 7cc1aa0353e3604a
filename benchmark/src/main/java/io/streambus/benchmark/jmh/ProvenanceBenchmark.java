package io.streambus.benchmark.jmh;

import io.streambus.connect.provenance.Forward;
import io.streambus.connect.provenance.OwnCopies;
import io.streambus.connect.provenance.PartitionStamp;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.provenance.ProvenanceVerdict;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The provenance header: judging what a record brings, writing what it gets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProvenanceBenchmark {

    private static final long TIMESTAMP = 1_700_000_000_000L;

    private final ProvenanceRule rule = new ProvenanceRule("us-west-1", "us-east-1", Forward.ALL);
    private final PartitionStamp stamp = rule.stampFor("orders", "orders", 3);
    private final byte[] looping = "hub/3@2>us-east-1/orders/3@7".getBytes(StandardCharsets.US_ASCII);
    private final byte[] twoHops = "hub/3@2>eu-north-1/orders/3@7".getBytes(StandardCharsets.US_ASCII);
    private final byte[] elsewhere = "us-east-1/orders:other/3@7".getBytes(StandardCharsets.US_ASCII);
    private final byte[] ownCopy = "hub/3@2>us-west-1/orders/3@48213".getBytes(StandardCharsets.US_ASCII);
    private final OwnCopies copies = new OwnCopies("us-west-1", "orders", "orders", 3);
    private long offset = 48_213;

    @Benchmark
    public ProvenanceVerdict judgeNone() {
        return rule.judge(stamp, null, TIMESTAMP);
    }

    @Benchmark
    public ProvenanceVerdict judgeLoop() {
        return rule.judge(stamp, looping, TIMESTAMP);
    }

    @Benchmark
    public ProvenanceVerdict judgeCarried() {
        return rule.judge(stamp, elsewhere, TIMESTAMP);
    }

    @Benchmark
    public OptionalLong recogniseOwnCopy() {
        return copies.sourceOffset(ownCopy, TIMESTAMP);
    }

    @Benchmark
    public byte[] stampFirstHop() {
        return stamp.stamp(ProvenanceVerdict.PASS, null, offset++, TIMESTAMP);
    }

    @Benchmark
    public byte[] stampThirdHop() {
        return stamp.stamp(ProvenanceVerdict.PASS, twoHops, offset++, TIMESTAMP);
    }
}
