package io.streambus.benchmark.report;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Where the figures come from.
 *
 * @param memoryBytes of the machine
 */
public record Machine(int cores, long memoryBytes, String system, String java, String kafka, Instant time) {

    public static Machine here() {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                system.getName() + " " + system.getVersion() + " " + system.getArch(),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.version"),
                AppInfoParser.getVersion(),
                Instant.now().truncatedTo(ChronoUnit.MINUTES));
    }
}
