package io.streambus.bridge.leader;

/** What a bridge does when it comes to lead and when it no longer does. Called from one thread only, in turns. */
public interface LeadershipListener {

    /**
     * Begins to lead.
     *
     * @throws io.streambus.bridge.store.StoreUnavailableException if that does not work now; it is tried again
     */
    void begin(Lease lease);

    /** Leads no more. Called after each {@link #begin} that returned. */
    void end();

    /** Another bridge leads. Called each time the group has decided so. */
    void follow();
}
