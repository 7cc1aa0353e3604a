package io.streambus.benchmark.stage;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A long line between the worker and one of the clusters.
 *
 * @param roundTrip there and back
 * @param windowBytes of one connection, each way, per round trip
 * @param bytesPerSecond of all connections together, each way
 * @param worker which cluster it is near; the line leads to the other one
 */
public record Wan(Duration roundTrip, int windowBytes, long bytesPerSecond, Near worker) {

    /** What a stock broker's socket buffers allow a connection: {@code socket.send.buffer.bytes} and its like are 100 KB. */
    private static final int STOCK_WINDOW = 100 * 1_024;

    private static final long GIGABIT = 125_000_000;

    /** Where the worker runs. */
    public enum Near {
        SOURCE,
        TARGET
    }

    public Wan {
        Objects.requireNonNull(roundTrip, "roundTrip");
        Objects.requireNonNull(worker, "worker");
    }

    /** A line of 1 Gbit/s between clusters of stock settings. */
    public static Wan gigabit(Duration roundTrip, Near worker) {
        return new Wan(roundTrip, STOCK_WINDOW, GIGABIT, worker);
    }

    List<String> arguments() {
        return List.of(
                Long.toString(roundTrip.toNanos() / 2), Long.toString(bytesPerSecond), Integer.toString(windowBytes));
    }
}
