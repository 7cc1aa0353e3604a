package io.streambus.benchmark.measure;

import java.time.Duration;
import java.util.Map;

/**
 * What a process has used since its start.
 *
 * @param cpu user and system time of all its threads, as the kernel counts it
 * @param allocatedBytes on the heap, by living thread
 * @param collections time spent in garbage collections
 * @param peakResidentBytes the most memory it ever had from the kernel; 0 where the kernel does not tell
 * @param peakHeapBytes sum of the most that each part of the heap ever held
 */
public record Usage(
        Duration cpu,
        Map<Long, Long> allocatedBytes,
        Duration collections,
        long peakResidentBytes,
        long peakHeapBytes) {

    public Usage {
        allocatedBytes = Map.copyOf(allocatedBytes);
    }

    /** What the threads that live now have allocated since. Those of the record path live as long as the task does. */
    public long allocatedSince(Usage earlier) {
        return allocatedBytes.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - earlier.allocatedBytes.getOrDefault(thread.getKey(), 0L))
                .sum();
    }
}
