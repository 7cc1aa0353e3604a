package io.streambus.connect.provenance;

/** What Kafka lets topics be called, as far as the header depends on it: none of the signs that separate its parts. */
final class TopicName {

    /** In characters; Kafka's own. */
    static final int MAX_LENGTH = 249;

    private TopicName() {}

    static String require(String what, String name) {
        if (name == null
                || name.isEmpty()
                || name.length() > MAX_LENGTH
                || !name.chars().allMatch(ClusterName::isPart)) {
            throw new IllegalArgumentException(
                    "the " + what + " '" + name + "' is no name of a Kafka topic: it must be 1 to " + MAX_LENGTH
                            + " of a-z, A-Z, 0-9, '.', '_' and '-'");
        }
        return name;
    }
}
