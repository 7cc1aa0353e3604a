package io.streambus.connect.filter;

import java.util.Collection;
import java.util.List;

/**
 * Patterns of which one has to be found. Literals are searched for first, as they cost least.
 *
 * <p>Thread-safe: immutable.
 */
final class PatternSet {

    // Arrays: iterating over a list would allocate an iterator for every record.
    private final ContentPattern.Literal[] literals;
    private final ContentPattern.Engine[] engines;

    PatternSet(Collection<ContentPattern> patterns) {
        this.literals = only(patterns, ContentPattern.Literal.class).toArray(new ContentPattern.Literal[0]);
        this.engines = only(patterns, ContentPattern.Engine.class).toArray(new ContentPattern.Engine[0]);
    }

    private static <T> List<T> only(Collection<ContentPattern> patterns, Class<T> kind) {
        return patterns.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    boolean isEmpty() {
        return literals.length == 0 && engines.length == 0;
    }

    boolean hasEngines() {
        return engines.length > 0;
    }

    boolean findLiteral(byte[] content, int from, int to) {
        for (ContentPattern.Literal literal : literals) {
            if (literal.isIn(content, from, to)) {
                return true;
            }
        }
        return false;
    }

    boolean findByEngine(String content) {
        for (ContentPattern.Engine engine : engines) {
            if (engine.isIn(content)) {
                return true;
            }
        }
        return false;
    }

    boolean find(String content) {
        for (ContentPattern.Literal literal : literals) {
            if (literal.isIn(content)) {
                return true;
            }
        }
        return findByEngine(content);
    }
}
