package io.streambus.connect.progress;

import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.ClaimReader;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a task from going on after it has been given up: one that has stood still for longer than its worker's session, stopped or cut off, may have a
 * successor that copies the same partitions. Whoever stood still reads the claims before it hands over anything more. Confined to the task's thread.
 */
public final class TaskFence {

    private static final Logger LOG = LoggerFactory.getLogger(TaskFence.class);

    /** Half of Connect's default session: within it nobody is given up. */
    public static final Duration STOOD_STILL = Duration.ofSeconds(5);

    private final Claim mine;
    private final LongFunction<ClaimReader.Since> claims;
    private final LongSupplier nanoTime;
    private boolean waiting;
    private long readTo;
    private long passedNanos;
    private long readNanos;

    /**
     * @param mine the task's own claim
     * @param generation where it stands
     * @param claims reads those of the flow from an offset on, as {@link ClaimReader#since}
     * @param nanoTime as {@link System#nanoTime}
     */
    public TaskFence(Claim mine, long generation, LongFunction<ClaimReader.Since> claims, LongSupplier nanoTime) {
        this.mine = mine;
        this.claims = claims;
        this.nanoTime = nanoTime;
        this.readTo = generation + 1;
        this.passedNanos = nanoTime.getAsLong();
        this.readNanos = passedNanos;
    }

    /**
     * To be called before anything is read for the target, and before it is handed over.
     *
     * @param cutOff whether the target has not answered for as long: a worker that is cut off from it goes on, and so may its successor
     * @return false if the claims cannot be read for now: nothing may be handed over before they are
     * @throws ConnectException if somebody else has claimed the task's partitions
     */
    public boolean pass(boolean cutOff) {
        boolean stoodStill = waiting || nanoTime.getAsLong() - passedNanos > STOOD_STILL.toNanos();
        if (stoodStill || (cutOff && nanoTime.getAsLong() - readNanos > STOOD_STILL.toNanos())) {
            if (!read()) {
                return false;
            }
            readNanos = nanoTime.getAsLong();
        }
        passedNanos = nanoTime.getAsLong();
        return true;
    }

    private boolean read() {
        ClaimReader.Since since;
        try {
            since = claims.apply(readTo);
        } catch (KafkaException e) {
            // Once: Connect would log an exception of a task with all its frames, at each try.
            if (!waiting) {
                LOG.warn(
                        "The task stood still, or was cut off from the target, for more than {} s, and whether another"
                                + " one has taken over cannot be read there: {}. It hands over nothing before that can be"
                                + " read.",
                        STOOD_STILL.toSeconds(),
                        e.getMessage());
            }
            waiting = true;
            return false;
        }
        if (waiting) {
            LOG.info("Who has claimed the task's partitions can be read again.");
            waiting = false;
        }
        Optional<Claim> other = since.claims().stream().filter(mine::isFencedBy).findFirst();
        if (other.isPresent()) {
            throw new ConnectException(
                    "The task stood still, or was cut off from the target, for more than " + STOOD_STILL.toSeconds()
                            + " s, and its partitions have been claimed since by " + describe(other.get())
                            + ": it ends here, so that nothing is copied twice");
        }
        readTo = since.end();
        return true;
    }

    private static String describe(Claim claim) {
        return switch (claim.claimant()) {
            case TASK -> "task " + claim.task() + " of " + claim.tasks();
            case ALTERATION -> "an alteration of the connector's offsets";
            case ERASURE -> "the removal of the flow's checkpoints";
        };
    }
}
