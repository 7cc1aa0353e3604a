package io.streambus.benchmark.jmh;

import io.streambus.connect.smt.FilterRecords;
import io.streambus.connect.smt.PreventLoops;
import io.streambus.connect.smt.RewriteHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The transforms, on a record of 512 bytes with two headers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransformBenchmark {

    private final FilterRecords<SourceRecord> literals = new FilterRecords<>();
    private final FilterRecords<SourceRecord> expression = new FilterRecords<>();
    private final RewriteHeaders<SourceRecord> headers = new RewriteHeaders<>();
    private final PreventLoops<SourceRecord> loops = new PreventLoops<>();
    private SourceRecord record;

    @Setup
    public void configure() {
        literals.configure(Map.of("include.pattern.0", ".*important.*", "exclude.pattern.0", ".*test.*"));
        expression.configure(Map.of("include.pattern.0", "\"amount\":[0-9]{3,}"));
        headers.configure(Map.of(
                "source.cluster.alias", "us-west-1",
                "target.cluster.alias", "us-east-1",
                "remove", "region",
                "add.replicated-by", "streambus"));
        loops.configure(Map.of("source.cluster.alias", "us-west-1", "target.cluster.alias", "us-east-1"));
        byte[] value = ("{\"order\":\"important\",\"amount\":1234,\"note\":\"" + "x".repeat(460) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        ConnectHeaders two = new ConnectHeaders();
        two.addBytes("region", "us-west".getBytes(StandardCharsets.UTF_8));
        two.addBytes("trace", "4bf92f3577b34da6".getBytes(StandardCharsets.UTF_8));
        record = new SourceRecord(
                Map.of("cluster", "us-west-1", "topic", "orders", "partition", 3),
                Map.of("offset", 48_213L),
                "orders",
                3,
                Schema.OPTIONAL_BYTES_SCHEMA,
                "k".getBytes(StandardCharsets.UTF_8),
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                1_700_000_000_000L,
                two);
    }

    @TearDown
    public void close() {
        List.of(literals, expression, headers, loops).forEach(Transformation::close);
    }

    @Benchmark
    public SourceRecord filterByLiterals() {
        return literals.apply(record);
    }

    @Benchmark
    public SourceRecord filterByExpression() {
        return expression.apply(record);
    }

    @Benchmark
    public SourceRecord rewriteHeaders() {
        return headers.apply(record);
    }

    @Benchmark
    public SourceRecord preventLoops() {
        return loops.apply(record);
    }
}
