package io.streambus.runtime;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the workers report of a connector at one moment. It lags behind the truth by Connect's status topic.
 *
 * @param name the connector's
 * @param connector the connector instance itself
 * @param tasks by task number; empty while stopped, and for a moment after a start
 */
public record ConnectorStatus(String name, Instance connector, List<Task> tasks) {

    /** Connect's states ({@code AbstractStatus.State}); {@link #UNKNOWN} is any word of a newer Connect. */
    public enum State {
        UNASSIGNED,
        RUNNING,
        PAUSED,
        STOPPED,
        FAILED,
        RESTARTING,
        DESTROYED,
        UNKNOWN
    }

    /**
     * The connector instance or one task, on its worker.
     *
     * @param worker {@code host:port} of the worker; empty if there is none
     * @param trace the stack trace of the failure, as Connect gives it; empty unless {@link State#FAILED}
     */
    public record Instance(State state, String worker, Optional<String> trace) {
        public Instance {
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(worker, "worker");
            Objects.requireNonNull(trace, "trace");
        }
    }

    /**
     * One task.
     *
     * @param number from 0
     */
    public record Task(int number, Instance instance) {
        public Task {
            if (number < 0) {
                throw new IllegalArgumentException("task number " + number + " is negative");
            }
            Objects.requireNonNull(instance, "instance");
        }
    }

    public ConnectorStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(connector, "connector");
        tasks = List.copyOf(tasks);
    }
}
