package io.streambus.connect.provenance;

/** What a flow binds the hops that it writes to, besides the topic and the partition that they name. */
public enum Binding {
    /** Nothing: a header speaks for every record in the partition that it names. */
    NONE,
    /**
     * The record's timestamp: a header speaks only for a record that has it. For applications that copy headers and write into the very partition
     * that they read, with timestamps of their own.
     */
    TIMESTAMP
}
