package io.streambus.cli.client;

import io.streambus.cli.exit.CommandFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits while bridges elect a leader, for the answer that nobody leads is one that nobody who types a command can do anything about. Nothing has been
 * done when it is given, so that the request may be sent again.
 */
final class Election {

    /** The session of a leader that was killed ends after 6 s; the rest is room for who takes over. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private static final long PAUSE_MS = 500;

    private Election() {}

    /** A request that only a leader carries out. */
    interface Attempt {
        BridgeResponse send() throws InterruptedException;
    }

    /** @throws CommandFailure as the attempt does, also if nobody leads after the longest wait */
    static BridgeResponse waitedOut(Attempt attempt) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                return attempt.send();
            } catch (RequestRefused | BridgeUnreachable e) {
                if (!isUnderWay(e) || System.nanoTime() - end > 0) {
                    throw e;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    private static boolean isUnderWay(CommandFailure failure) {
        return failure instanceof RequestRefused refused
                ? refused.code().equals("NO_LEADER")
                : ((BridgeUnreachable) failure).isLeaderAway();
    }
}
