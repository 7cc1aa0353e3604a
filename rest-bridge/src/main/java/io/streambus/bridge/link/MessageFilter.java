package io.streambus.bridge.link;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which records pass. The meaning of patterns, headers and times is that of {@code FilterRecords}.
 *
 * @param enabled false keeps the rules and applies none
 * @param minTimestamp inclusive
 * @param maxTimestamp inclusive, not before {@code minTimestamp}
 */
public record MessageFilter(
        boolean enabled,
        List<String> includePatterns,
        List<String> excludePatterns,
        Map<String, String> headers,
        Optional<Instant> minTimestamp,
        Optional<Instant> maxTimestamp) {

    public static final MessageFilter NONE =
            new MessageFilter(false, List.of(), List.of(), Map.of(), Optional.empty(), Optional.empty());

    public MessageFilter {
        includePatterns = List.copyOf(includePatterns);
        excludePatterns = List.copyOf(excludePatterns);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if (minTimestamp.isPresent()
                && maxTimestamp.isPresent()
                && maxTimestamp.get().isBefore(minTimestamp.get())) {
            throw new IllegalArgumentException("max_timestamp lies before min_timestamp");
        }
    }
}
