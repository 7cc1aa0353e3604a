package io.streambus.connect.headers;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code ${…}} in a template can stand for. A variable that a record has nothing for is empty text. */
public enum Variable {
    NOW("now", "the time of the rewrite, UTC, as RFC 3339 with milliseconds"),
    NOW_MS("now_ms", "the same in milliseconds since 1970"),
    SOURCE_CLUSTER("source_cluster", "`source.cluster.alias`"),
    TARGET_CLUSTER("target_cluster", "`target.cluster.alias`"),
    TOPIC("topic", "the topic at the source"),
    PARTITION("partition", "the partition at the source"),
    OFFSET("offset", "the offset at the source"),
    TIMESTAMP("timestamp", "the record's timestamp in milliseconds since 1970");

    private final String word;
    private final String meaning;

    Variable(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    static Optional<Variable> of(String word) {
        return Arrays.stream(values())
                .filter(variable -> variable.word.equals(word))
                .findFirst();
    }

    static String allInMessages() {
        return Arrays.stream(values()).map(Variable::toString).collect(Collectors.joining(", "));
    }

    /** All variables and what they stand for, for the reference page. */
    public static String documentation() {
        return Arrays.stream(values())
                .map(variable -> "`" + variable + "` (" + variable.meaning + ")")
                .collect(Collectors.joining(", "));
    }

    /** The variable as it stands in a template. */
    @Override
    public String toString() {
        return "${" + word + '}';
    }
}
