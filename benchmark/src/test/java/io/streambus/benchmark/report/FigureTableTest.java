package io.streambus.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.benchmark.load.RecordShape;
import io.streambus.benchmark.measure.Extent;
import io.streambus.benchmark.measure.Quiet;
import io.streambus.benchmark.measure.Usage;
import io.streambus.benchmark.measure.Window;
import io.streambus.benchmark.trial.Case;
import io.streambus.benchmark.trial.CaseResult;
import io.streambus.benchmark.trial.CaseResult.Turn;
import io.streambus.benchmark.trial.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FigureTableTest {

    private static final Case PLAYED = new Case(
            "512b",
            "512 B",
            new RecordShape(512, 2, "none"),
            "snappy",
            8,
            8,
            1_000,
            new Extent(10, Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    @Test
    void ratiosAreOursByTheirs() {
        String table = table(
                new Turn("mm2-default", "MirrorMaker 2, defaults", measured(1_000, 4)),
                new Turn("streambus", "StreamBus Connect", measured(2_500, 3)));

        assertThat(row(table, "**ours / MirrorMaker 2, defaults**")).contains("2.50", "0.30");
        assertThat(table).doesNotContain("ours / MirrorMaker 2, tuned").doesNotContain("p50");
    }

    @Test
    void aRefusedContenderHasNoFiguresAndNoRatio() {
        String table = table(
                new Turn("mm2-default", "MirrorMaker 2, defaults", measured(1_000, 4)),
                new Turn("streambus", "StreamBus Connect", new Outcome.Refused("3 records lost")));

        assertThat(row(table, "StreamBus Connect")).contains("refused").doesNotContain("0.");
        assertThat(table).contains("REFUSED: StreamBus Connect: 3 records lost").doesNotContain("ours /");
    }

    @Test
    void whatTheTasksCostWhenQuietIsWhatTheProcessCostsLessWithoutThem() {
        Outcome.Measured measured = (Outcome.Measured) measured(1_000, 4);
        Outcome quiet = new Outcome.Measured(
                measured.window(),
                measured.compared(),
                measured.targetBytesPerRecord(),
                measured.untilFirst(),
                measured.latencies(),
                Optional.of(new Quiet(0.031, OptionalDouble.of(0.018))));

        assertThat(row(table(new Turn("streambus", "StreamBus Connect", quiet)), "StreamBus Connect"))
                .contains("3.10", "1.30");
    }

    private static Outcome measured(long records, long cpuSeconds) {
        return new Outcome.Measured(
                new Window(records, Duration.ofSeconds(1), usage(0), usage(cpuSeconds)),
                records,
                600,
                Duration.ofSeconds(2),
                Optional.empty(),
                Optional.empty());
    }

    private static Usage usage(long cpuSeconds) {
        return new Usage(Duration.ofSeconds(cpuSeconds), Map.of(1L, 1_000 * cpuSeconds), Duration.ZERO, 0, 0);
    }

    private static String table(Turn... turns) {
        return String.join("\n", FigureTable.of(new CaseResult(PLAYED, List.of(turns))));
    }

    private static String row(String table, String title) {
        return table.lines()
                .filter(line -> line.startsWith("| " + title + " "))
                .findFirst()
                .orElseThrow();
    }
}
