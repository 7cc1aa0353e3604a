package io.streambus.cli.client;

import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;

/** No bridge answers, or not in time, or not as one that is trusted. */
public final class BridgeUnreachable extends CommandFailure {
    private static final long serialVersionUID = 1L;

    private final boolean leaderAway;

    public BridgeUnreachable(String what, String next) {
        this(what, next, false);
    }

    private BridgeUnreachable(String what, String next, boolean leaderAway) {
        super(ExitCode.NO_ANSWER, what, next);
        this.leaderAway = leaderAway;
    }

    /** Bridges answer, and name one as the leader that does not: nothing has been sent to it, and they are about to elect another. */
    static BridgeUnreachable leaderAway(String what) {
        return new BridgeUnreachable(
                what, "look whether the bridge that leads runs, and try again in some seconds", true);
    }

    boolean isLeaderAway() {
        return leaderAway;
    }
}
