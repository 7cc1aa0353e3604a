package io.streambus.connect.provenance;

/** What {@link ProvenanceRule#judge} says of a record. */
public enum ProvenanceVerdict {
    /** The record goes on, with a hop added to what its header says. */
    PASS(false),
    /** The header is unreadable: the record goes on as if it had been produced here, and its new header says so. To be reported. */
    PASS_MALFORMED(false),
    /**
     * The header speaks for another record: it names another topic or partition, or another timestamp. An application that copies headers carried it
     * here. The record goes on as one that was produced here, which it was, and its new header says so. To be reported.
     */
    PASS_CARRIED(false),
    /** The record has been at the target. */
    DROP_LOOP(true),
    /** The record was produced elsewhere and the flow carries {@link Forward#LOCAL} records only. */
    DROP_FOREIGN(true),
    /**
     * The record has made {@link Provenance#MAX_HOPS} hops and still not been recognised at any target: it goes round, most likely because flows
     * know one cluster under several names. To be reported.
     */
    DROP_HOP_LIMIT(true);

    private final boolean drops;

    ProvenanceVerdict(boolean drops) {
        this.drops = drops;
    }

    public boolean drops() {
        return drops;
    }
}
