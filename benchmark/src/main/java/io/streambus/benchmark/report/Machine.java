package io.streambus.benchmark.report;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Where the figures come from.
 *
 * @param memoryBytes of the machine
 * @param loadBefore processes that wanted to run, on average, in the minute before the benchmark began; negative where the system does not tell
 */
public record Machine(
        int cores, long memoryBytes, String system, String java, String kafka, Instant time, double loadBefore) {

    private static final double QUIET = 0.3;

    public static Machine here() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.version"),
                AppInfoParser.getVersion(),
                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                system.getSystemLoadAverage());
    }

    /** In words, with a warning where others were at work. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                String.format(Locale.ROOT, "%d cores, %.0f GB, %s", cores, memoryBytes / 1e9, system),
                "Java " + java + ", Kafka " + kafka + ", MirrorMaker 2 " + kafka,
                time.toString()));
        if (loadBefore > QUIET * cores) {
            lines.add(String.format(
                    Locale.ROOT,
                    "the machine was not quiet: load %.1f on %d cores before the benchmark began. Others took turns with the"
                            + " candidates: trust CPU seconds, bytes and allocation, not records/s and latency",
                    loadBefore,
                    cores));
        }
        return lines;
    }
}
