package io.streambus.bridge.lifecycle;

import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.ConnectorStatus.State;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What Connect's report of a connector and its tasks means for a flow. */
sealed interface FlowState {

    /** There is no such connector. */
    record Missing() implements FlowState {}

    /** Connector and every task run. */
    record Running() implements FlowState {}

    record Paused() implements FlowState {}

    /** Stopped, and the tasks are gone. */
    record Stopped() implements FlowState {}

    /** On the way from one state to another, or without tasks yet. */
    record Settling() implements FlowState {}

    /**
     * The connector or a task has failed.
     *
     * @param reason one sentence, without secrets
     * @param idle whether nothing of it copies: the connector itself has failed and no task runs
     */
    record Failed(String reason, boolean idle) implements FlowState {
        public Failed {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * There is no such connector, and Connect does not take it.
     *
     * @param reason one sentence, without secrets
     */
    record Refused(String reason) implements FlowState {
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Its Connect cluster does not say. */
    record Unknown(ConnectRuntimeException reason) implements FlowState {
        public Unknown {
            Objects.requireNonNull(reason, "reason");
        }
    }

    static FlowState of(ConnectorStatus status) {
        List<State> tasks =
                status.tasks().stream().map(task -> task.instance().state()).toList();
        return switch (status.connector().state()) {
            case STOPPED -> tasks.stream().allMatch(state -> state == State.DESTROYED) ? new Stopped() : new Settling();
            // Pausing leaves a failed task failed; resuming is when that matters again.
            case PAUSED ->
                tasks.stream().allMatch(state -> state == State.PAUSED || state == State.FAILED)
                        ? new Paused()
                        : new Settling();
            case RUNNING, FAILED -> running(status, tasks);
            default -> new Settling();
        };
    }

    private static FlowState running(ConnectorStatus status, List<State> tasks) {
        return Stream.concat(
                        status.connector().trace().stream().map(trace -> "connector: " + FailureReason.of(trace)),
                        status.tasks().stream()
                                .filter(task -> task.instance().state() == State.FAILED)
                                .map(task -> "task " + task.number() + ": "
                                        + FailureReason.of(
                                                task.instance().trace().orElse(""))))
                .findFirst()
                .<FlowState>map(
                        reason -> new Failed(reason, idle(status.connector().state(), tasks)))
                .orElseGet(() -> withoutFailure(status.connector().state(), tasks));
    }

    private static boolean idle(State connector, List<State> tasks) {
        return connector == State.FAILED
                && tasks.stream()
                        .allMatch(state -> state == State.PAUSED || state == State.FAILED || state == State.DESTROYED);
    }

    private static FlowState withoutFailure(State connector, List<State> tasks) {
        if (connector == State.FAILED) {
            return new Failed("connector: " + FailureReason.of(""), idle(connector, tasks));
        }
        boolean allRun = !tasks.isEmpty() && tasks.stream().allMatch(state -> state == State.RUNNING);
        return allRun ? new Running() : new Settling();
    }
}
