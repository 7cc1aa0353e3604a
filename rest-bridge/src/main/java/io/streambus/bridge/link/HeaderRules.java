package io.streambus.bridge.link;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The document's {@code transform}: what happens to headers, in the order remove, replace, add. The meaning is that of {@code RewriteHeaders}.
 *
 * @param enabled false keeps the rules and applies none
 * @param add value templates by header name
 * @param replace {@code old -> new} by header name
 */
public record HeaderRules(boolean enabled, Map<String, String> add, List<String> remove, Map<String, String> replace) {

    public static final HeaderRules NONE = new HeaderRules(false, Map.of(), List.of(), Map.of());

    public HeaderRules {
        add = Collections.unmodifiableMap(new LinkedHashMap<>(add));
        remove = List.copyOf(remove);
        replace = Collections.unmodifiableMap(new LinkedHashMap<>(replace));
    }
}
