package io.streambus.demo.progress;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Notices when a count has stood still for too long. Confined to one thread. */
public final class StallWatch {

    private final Clock clock;
    private final Duration patience;
    private Instant lastMove;
    private long lastCount;

    /** @param patience how long the count may stand still */
    public StallWatch(Clock clock, Duration patience, long count) {
        this.clock = clock;
        this.patience = patience;
        this.lastMove = clock.instant();
        this.lastCount = count;
    }

    /**
     * @param count as it is now; any change counts as movement
     * @return whether the count has stood still for longer than the patience
     */
    public boolean stalled(long count) {
        Instant now = clock.instant();
        if (count != lastCount) {
            lastCount = count;
            lastMove = now;
        }
        return Duration.between(lastMove, now).compareTo(patience) > 0;
    }
}
