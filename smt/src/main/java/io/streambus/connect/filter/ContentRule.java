package io.streambus.connect.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;

/**
 * Whether a content passes: some include pattern is found in it, if there are any, and no exclude pattern is.
 *
 * <p>Bytes are searched as if decoded from UTF-8 with each broken sequence replaced by U+FFFD, but decoded only when a pattern takes the engine.
 *
 * <p>Thread-safe: immutable.
 */
public final class ContentRule {

    private final PatternSet includes;
    private final PatternSet excludes;

    public ContentRule(Collection<ContentPattern> includes, Collection<ContentPattern> excludes) {
        this.includes = new PatternSet(includes);
        this.excludes = new PatternSet(excludes);
    }

    /** Whether there is no pattern at all: then no content needs to be read. */
    boolean isEmpty() {
        return includes.isEmpty() && excludes.isEmpty();
    }

    /** Whether a record that has no such content passes: nothing can be found in it. */
    boolean passesWithoutContent() {
        return includes.isEmpty();
    }

    boolean passes(String content) {
        return (includes.isEmpty() || includes.find(content)) && !excludes.find(content);
    }

    /** @param content searched from {@code from} (inclusive) to {@code to} (exclusive) */
    boolean passes(byte[] content, int from, int to) {
        if (excludes.findLiteral(content, from, to)) {
            return false;
        }
        boolean included = includes.isEmpty() || includes.findLiteral(content, from, to);
        if (!included && !includes.hasEngines()) {
            return false;
        }
        if (included && !excludes.hasEngines()) {
            return true;
        }
        String text = new String(content, from, to - from, UTF_8);
        return (included || includes.findByEngine(text)) && !excludes.findByEngine(text);
    }
}
