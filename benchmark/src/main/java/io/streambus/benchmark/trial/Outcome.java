package io.streambus.benchmark.trial;

import io.streambus.benchmark.measure.Latencies;
import io.streambus.benchmark.measure.Window;
import java.util.Objects;
import java.util.Optional;

/** What came of a candidate's turn. */
public sealed interface Outcome {

    /**
     * Everything compared equal.
     *
     * @param compared records, copy with original
     * @param targetBytesPerRecord on the target's disk
     */
    record Measured(Window window, long compared, double targetBytesPerRecord, Optional<Latencies> latencies)
            implements Outcome {
        public Measured {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(latencies, "latencies");
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
