package io.streambus.benchmark.jmh;

import io.streambus.connect.provenance.Forward;
import io.streambus.connect.provenance.PartitionStamp;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.provenance.Verdict;
import java.nio.charset.StandardCharsets;
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

    private final ProvenanceRule rule = new ProvenanceRule("us-west-1", "us-east-1", Forward.ALL);
    private final PartitionStamp stamp = rule.stampFor(3);
    private final byte[] looping = "hub/1@2>us-east-1/0@7".getBytes(StandardCharsets.US_ASCII);
    private final byte[] twoHops = "hub/1@2>eu-north-1/0@7".getBytes(StandardCharsets.US_ASCII);
    private long offset = 48_213;

    @Benchmark
    public Verdict judgeNone() {
        return rule.judge(null);
    }

    @Benchmark
    public Verdict judgeLoop() {
        return rule.judge(looping);
    }

    @Benchmark
    public byte[] stampFirstHop() {
        return stamp.stamp(Verdict.PASS, null, offset++);
    }

    @Benchmark
    public byte[] stampThirdHop() {
        return stamp.stamp(Verdict.PASS, twoHops, offset++);
    }
}
