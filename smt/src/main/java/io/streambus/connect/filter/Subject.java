package io.streambus.connect.filter;

/** Which part of a record the patterns are searched in. */
public enum Subject {
    /** A record without a value is a tombstone and passes, whatever the patterns: a deletion must reach the copy. */
    VALUE,
    /** In a record without a key nothing is found. */
    KEY,
    /** The topic's name at the source. */
    TOPIC;

    /** @param word a valid value of the config key */
    public static Subject of(String word) {
        return switch (word) {
            case "key" -> KEY;
            case "topic" -> TOPIC;
            default -> VALUE;
        };
    }
}
