package io.streambus.benchmark;

import io.streambus.benchmark.load.RecordShape;
import io.streambus.benchmark.measure.Extent;
import io.streambus.benchmark.stage.Wan;
import io.streambus.benchmark.trial.Case;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cases there are. */
final class Suite {

    private static final RecordShape HALF_KILOBYTE = new RecordShape(512, 2, "none");
    private static final int MOST_TASKS = 8;
    /** A link's default. */
    private static final String SNAPPY = "snappy";

    private static final Duration STEADY = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofSeconds(30);

    private Suite() {}

    /** Everything. */
    static List<Case> all() {
        List<Case> cases = new ArrayList<>(List.of(
                local(
                        "100b",
                        "100 B, 8 partitions, one task",
                        new RecordShape(100, 0, "none"),
                        SNAPPY,
                        8,
                        3_000_000,
                        Optional.empty()),
                local(
                        "512b",
                        "512 B with 2 headers, 8 partitions, one task",
                        HALF_KILOBYTE,
                        SNAPPY,
                        8,
                        2_400_000,
                        Optional.of(STEADY)),
                local(
                        "512b-plain",
                        "512 B with 2 headers, 8 partitions, one task, compressed on neither side",
                        HALF_KILOBYTE,
                        "none",
                        8,
                        2_400_000,
                        Optional.empty()),
                local(
                        "512b-64p",
                        "512 B with 2 headers, 64 partitions, one task",
                        HALF_KILOBYTE,
                        SNAPPY,
                        64,
                        1_600_000,
                        Optional.empty()),
                local(
                        "1kb-zstd",
                        "1 KB zstd with 3 headers, 8 partitions, one task",
                        new RecordShape(1_024, 3, "zstd"),
                        "zstd",
                        8,
                        1_000_000,
                        Optional.empty())));
        for (int millis : new int[] {20, 100}) {
            for (Wan.Near near : new Wan.Near[] {Wan.Near.TARGET, Wan.Near.SOURCE}) {
                cases.add(wan(millis, near, 8));
                cases.add(wan(millis, near, 1));
            }
        }
        for (int partitions : new int[] {1, 100, 1_000}) {
            cases.add(growth(
                    partitions + "p",
                    "one task, " + partitions + " partitions",
                    HALF_KILOBYTE,
                    partitions,
                    1,
                    600_000));
        }
        for (int tasks : new int[] {1, 2, 4, 8}) {
            cases.add(growth(tasks + "t", "8 partitions, " + tasks + " tasks", HALF_KILOBYTE, 8, tasks, 1_000_000));
        }
        for (int bytes : new int[] {100, 1_000, 10_000, 100_000}) {
            cases.add(growth(
                    bytes + "b",
                    "8 partitions, one task, records of " + bytes + " B",
                    new RecordShape(bytes, 0, "none"),
                    8,
                    1,
                    Math.min(1_000_000, 1_500_000_000L / bytes)));
        }
        return cases;
    }

    /** How cost grows with partitions, tasks and bytes. */
    private static Case growth(String name, String title, RecordShape shape, int partitions, int tasks, long records) {
        return new Case(
                "growth-" + name,
                "growth: " + title,
                shape,
                SNAPPY,
                partitions,
                tasks,
                records,
                new Extent(records / 3, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(30)),
                Optional.empty(),
                Optional.empty(),
                partitions == 1_000 ? Optional.of(QUIET) : Optional.empty());
    }

    /** One case on the spot and one across a WAN, with less data. */
    static List<Case> quick() {
        return List.of(
                new Case(
                        "quick-512b",
                        "quick: 512 B with 2 headers, 8 partitions, one task",
                        HALF_KILOBYTE,
                        SNAPPY,
                        8,
                        1,
                        600_000,
                        new Extent(200_000, Duration.ofSeconds(2), Duration.ofSeconds(40), Duration.ofSeconds(15)),
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(5)),
                        Optional.empty()),
                wan(
                        "quick-",
                        100,
                        Wan.Near.TARGET,
                        8,
                        600_000,
                        new Extent(1, Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(20))));
    }

    private static Case local(
            String name,
            String title,
            RecordShape shape,
            String targetCodec,
            int partitions,
            long records,
            Optional<Duration> latency) {
        return new Case(
                name,
                title,
                shape,
                targetCodec,
                partitions,
                // As MirrorMaker 2's default: the same conditions for all. Growth shows what more tasks do.
                1,
                records,
                // Half of it, so that the JVM's compilers are done: they cost as much as the copying for the first
                // seconds.
                new Extent(records / 2, Duration.ofSeconds(5), Duration.ofSeconds(120), Duration.ofSeconds(20)),
                Optional.empty(),
                latency,
                Optional.empty());
    }

    private static Case wan(int millis, Wan.Near near, int partitions) {
        return wan(
                "",
                millis,
                near,
                partitions,
                millis < 50 ? 2_500_000 : 1_200_000,
                new Extent(1, Duration.ofSeconds(8), Duration.ofSeconds(18), Duration.ofSeconds(40)));
    }

    private static Case wan(String prefix, int millis, Wan.Near near, int partitions, long records, Extent extent) {
        String place = near.name().toLowerCase(java.util.Locale.ROOT);
        return new Case(
                prefix + "wan-" + millis + "ms-" + place + "-" + partitions + "p",
                "512 B across a round trip of " + millis + " ms, worker near the " + place + ", " + partitions
                        + (partitions == 1 ? " partition" : " partitions"),
                HALF_KILOBYTE,
                SNAPPY,
                partitions,
                Math.min(MOST_TASKS, partitions),
                records,
                extent,
                Optional.of(Wan.gigabit(Duration.ofMillis(millis), near)),
                Optional.empty(),
                Optional.empty());
    }
}
