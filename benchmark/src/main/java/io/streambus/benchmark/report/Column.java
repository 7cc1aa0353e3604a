package io.streambus.benchmark.report;

import io.streambus.benchmark.measure.Latencies;
import io.streambus.benchmark.measure.Quiet;
import io.streambus.benchmark.trial.Case;
import io.streambus.benchmark.trial.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One figure of a turn.
 *
 * @param key in JSON, with its unit
 * @param title in tables, with its unit
 * @param format as {@link String#format} takes it
 * @param value empty where it was not measured
 */
record Column(String key, String title, String format, Reading value) {

    /** Reads a figure from a turn. */
    interface Reading {
        OptionalDouble of(Case played, Outcome.Measured measured);
    }

    private static final double MEGABYTE = 1_000_000;

    /** In the order of the tables. */
    static final List<Column> ALL = List.of(
            new Column(
                    "records_per_s",
                    "records/s",
                    "%,.0f",
                    (played, m) -> OptionalDouble.of(m.window().recordsPerSecond())),
            new Column(
                    "mb_per_s",
                    "MB/s",
                    "%,.1f",
                    (played, m) -> OptionalDouble.of(
                            m.window().recordsPerSecond() * played.shape().payloadBytes() / MEGABYTE)),
            new Column(
                    "cpu_s_per_million",
                    "CPU s per million",
                    "%,.2f",
                    (played, m) -> OptionalDouble.of(m.window().cpuSecondsPerMillionRecords())),
            new Column(
                    "cores",
                    "cores busy",
                    "%.2f",
                    (played, m) -> OptionalDouble.of(m.window().cores())),
            new Column(
                    "allocated_bytes_per_record",
                    "B allocated per record",
                    "%,.0f",
                    (played, m) -> OptionalDouble.of(m.window().allocatedBytesPerRecord())),
            new Column(
                    "target_bytes_per_record",
                    "B on target per record",
                    "%,.0f",
                    (played, m) -> OptionalDouble.of(m.targetBytesPerRecord())),
            new Column(
                    "peak_resident_mb",
                    "peak RSS MB",
                    "%,.0f",
                    (played, m) -> positive(m.window().end().peakResidentBytes() / MEGABYTE)),
            new Column(
                    "peak_heap_mb",
                    "peak heap MB",
                    "%,.0f",
                    (played, m) -> positive(m.window().end().peakHeapBytes() / MEGABYTE)),
            new Column("latency_p50_ms", "p50 ms", "%,.1f", (played, m) -> latency(m, Latencies::p50)),
            new Column("latency_p99_ms", "p99 ms", "%,.1f", (played, m) -> latency(m, Latencies::p99)),
            new Column(
                    "until_first_record_s",
                    "s to first record",
                    "%,.1f",
                    (played, m) -> OptionalDouble.of(m.untilFirst().toNanos() / 1e9)),
            new Column("quiet_core_percent", "% of a core when quiet", "%,.2f", (played, m) -> quiet(m, Quiet::cores)),
            new Column(
                    "quiet_tasks_core_percent",
                    "of which its tasks",
                    "%,.2f",
                    (played, m) -> quiet(m, Quiet::ofTasks)));

    private static OptionalDouble positive(double value) {
        return value > 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static OptionalDouble latency(Outcome.Measured measured, Function<Latencies, Duration> quantile) {
        return measured.latencies().stream()
                .mapToDouble(latencies -> quantile.apply(latencies).toNanos() / 1e6)
                .findFirst();
    }

    private static OptionalDouble quiet(Outcome.Measured measured, ToDoubleFunction<Quiet> cores) {
        return measured.quiet().stream()
                .mapToDouble(quiet -> 100 * cores.applyAsDouble(quiet))
                .findFirst();
    }

    /** The figure as tables show it; empty where it was not measured. */
    String text(Case played, Outcome.Measured measured) {
        OptionalDouble found = value.of(played, measured);
        return found.isPresent() ? String.format(Locale.ROOT, format, found.getAsDouble()) : "";
    }
}
