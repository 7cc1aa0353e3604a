package io.streambus.connect.provenance;

/** What {@link ProvenanceRule#judge} says of a record. */
public enum Verdict {
    /** The record goes on, with a hop added to what its header says. */
    PASS,
    /** The header is unreadable: the record goes on as if it had been produced here, and its new header says so. To be reported. */
    PASS_MALFORMED,
    /** The record has been at the target. */
    DROP_LOOP,
    /** The record was produced elsewhere and the flow carries {@link Forward#LOCAL} records only. */
    DROP_FOREIGN,
    /**
     * The record has made {@link Provenance#MAX_HOPS} hops and still not been recognised at any target: it goes round, most likely because flows
     * know one cluster under several names. To be reported.
     */
    DROP_HOP_LIMIT;

    public boolean drops() {
        return this != PASS && this != PASS_MALFORMED;
    }
}
