package io.streambus.benchmark.trial;

import io.streambus.benchmark.measure.Latencies;
import io.streambus.benchmark.measure.Quiet;
import io.streambus.benchmark.measure.Window;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What came of a contender's turn. */
public sealed interface Outcome {

    /**
     * Everything compared equal.
     *
     * @param compared records, copy with original
     * @param targetBytesPerRecord on the target's disk
     * @param untilFirst from the connector's creation until the first record stood on the target
     * @param quiet what it cost when there was nothing to copy
     */
    record Measured(
            Window window,
            long compared,
            double targetBytesPerRecord,
            Duration untilFirst,
            Optional<Latencies> latencies,
            Optional<Quiet> quiet)
            implements Outcome {
        public Measured {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(untilFirst, "untilFirst");
            Objects.requireNonNull(latencies, "latencies");
            Objects.requireNonNull(quiet, "quiet");
        }
    }

    /**
     * No figure of this turn may be used.
     *
     * @param reason in words
     */
    record Refused(String reason) implements Outcome {
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
