package io.streambus.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A source partition and the offset that Connect has, or shall have, for it (KIP-875). Both maps are the connector's own form; numbers come
 * back from JSON as {@link Integer} or {@link Long}.
 *
 * @param partition never empty
 * @param offset empty means: forget it, start as if never read
 */
public record ConnectorOffset(Map<String, Object> partition, Optional<Map<String, Object>> offset) {
    public ConnectorOffset {
        if (partition.isEmpty()) {
            throw new IllegalArgumentException("a connector offset needs a source partition, found an empty one");
        }
        // Not Map.copyOf: a connector's form may hold null values, and its key order is kept for people who read it.
        partition = Collections.unmodifiableMap(new LinkedHashMap<>(partition));
        offset = offset.map(map -> Collections.unmodifiableMap(new LinkedHashMap<>(map)));
    }
}
