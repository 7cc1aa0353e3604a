package io.streambus.runtime;

import java.time.Duration;
import java.util.List;

/**
 * The root of what a {@link ConnectRuntime} throws. Subtypes exist where a caller acts differently: try again later ({@link Unavailable},
 * {@link Rebalancing}), give the user the faults ({@link InvalidConfig}), or settle the state first ({@link NotFound}, {@link Conflict}).
 * Messages name the runtime and the connector and hold no secrets.
 */
public abstract sealed class ConnectRuntimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ConnectRuntimeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** No worker answered in time, or one answered with a fault of its own (5xx). Worth trying again later. */
    public static final class Unavailable extends ConnectRuntimeException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The workers are electing or rebalancing, and went on doing so for as long as this call may wait. Worth trying again soon. */
    public static final class Rebalancing extends ConnectRuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Duration retryAfter;

        public Rebalancing(String message, Duration retryAfter) {
            super(message, null);
            this.retryAfter = retryAfter;
        }

        /** When to ask again; rebalances take seconds. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** There is no such connector. */
    public static final class NotFound extends ConnectRuntimeException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message, null);
        }
    }

    /** The plugin refuses the configuration, or the workers do not know its class. */
    public static final class InvalidConfig extends ConnectRuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<ConfigValidation.Fault> faults;

        /** @param faults what could be told apart; empty where Connect only gave {@code message} */
        public InvalidConfig(String message, List<ConfigValidation.Fault> faults) {
            super(message, null);
            this.faults = List.copyOf(faults);
        }

        public List<ConfigValidation.Fault> faults() {
            return faults;
        }
    }

    /** The call does not fit the connector's state: it exists already, it is not stopped, or it refuses the offsets. */
    public static final class Conflict extends ConnectRuntimeException {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message, null);
        }
    }
}
