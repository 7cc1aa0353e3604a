package io.streambus.benchmark.jmh;

import io.streambus.connect.offset.OffsetMap;
import io.streambus.connect.offset.OffsetPages;
import io.streambus.connect.offset.OffsetRecorder;
import io.streambus.connect.offset.OffsetRun;
import io.streambus.connect.offset.Tail;
import io.streambus.connect.offset.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The offset map: noting an acknowledged record, and translating a position through a thousand runs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OffsetMapBenchmark {

    private static final int RUNS = 1_000;
    private static final int RUN_LENGTH = 100;
    /** A filter has taken one record between two runs. */
    private static final int STEP = RUN_LENGTH + 1;

    private final OffsetRecorder recorder =
            new OffsetPages(Optional.empty(), Map.of(), new Tail.Copies(List.of(), 0, 0), 0).recorder();
    private final OffsetMap map = OffsetMap.of(runs());
    private long offset;
    private long position;

    private static List<OffsetRun> runs() {
        List<OffsetRun> runs = new ArrayList<>();
        for (long run = 0; run < RUNS; run++) {
            runs.add(new OffsetRun(run * STEP, run * RUN_LENGTH, RUN_LENGTH, true));
        }
        return runs;
    }

    @Benchmark
    public void extendRun() {
        recorder.extend(offset, offset);
        offset++;
    }

    @Benchmark
    public Translation translate() {
        position = (position + 7_919) % ((long) RUNS * STEP);
        return map.translate(position);
    }
}
