package io.streambus.bridge.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.ConnectorStatus.Instance;
import io.streambus.runtime.ConnectorStatus.State;
import io.streambus.runtime.ConnectorStatus.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowStateTest {

    @ParameterizedTest
    @CsvSource({
        "RUNNING,RUNNING RUNNING,Running",
        "RUNNING,RUNNING UNASSIGNED,Settling",
        "RUNNING,RUNNING RESTARTING,Settling",
        "RUNNING,'',Settling",
        "RUNNING,RUNNING FAILED,Failed",
        "FAILED,RUNNING,Failed",
        "FAILED,'',Failed",
        "PAUSED,PAUSED PAUSED,Paused",
        "PAUSED,PAUSED RUNNING,Settling",
        "PAUSED,PAUSED FAILED,Paused",
        "PAUSED,'',Paused",
        "STOPPED,'',Stopped",
        "STOPPED,RUNNING,Settling",
        "UNASSIGNED,'',Settling",
        "RESTARTING,RUNNING,Settling",
        "UNKNOWN,RUNNING,Settling",
    })
    void what_connect_reports_is_one_state_of_the_flow(State connector, String tasks, String state) {
        List<State> states = new ArrayList<>();
        for (String word : tasks.split(" ", -1)) {
            if (!word.isEmpty()) {
                states.add(State.valueOf(word));
            }
        }

        assertThat(FlowState.of(status(connector, states)).getClass().getSimpleName())
                .isEqualTo(state);
    }

    @Test
    void a_failure_names_the_task_and_the_innermost_cause_and_hides_secrets() {
        ConnectorStatus status = new ConnectorStatus(
                "c",
                instance(State.RUNNING),
                List.of(
                        new Task(0, instance(State.RUNNING)),
                        new Task(1, new Instance(State.FAILED, "w:1", Optional.of("""
                                org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception
                                \tat org.apache.kafka.Foo.bar(Foo.java:1)
                                Caused by: org.apache.kafka.common.errors.SaslAuthenticationException: wrong; password="a b", token=xyz
                                \t... 3 more""")))));

        assertThat(FlowState.of(status))
                .isEqualTo(new FlowState.Failed(
                        "task 1: Unrecoverable exception (wrong; password=***, token=***)", false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.apache.kafka.common.config.ConfigException: Invalid value top for configuration retries: Not a number|Invalid value for configuration retries: Not a number",
                "org.apache.kafka.common.config.ConfigException: Invalid value top|Invalid value of a setting",
                "java.lang.IllegalArgumentException: Value not specified for key 'top' in JAAS config|Kafka cannot log in with what sasl.jaas.config says"
            })
    void a_value_that_kafka_quotes_is_left_out(String trace, String reason) {
        assertThat(FailureReason.of(trace)).isEqualTo(reason);
    }

    @Test
    void a_failure_without_trace_says_where_to_look() {
        assertThat(FlowState.of(status(State.FAILED, List.of())))
                .isEqualTo(new FlowState.Failed("connector: Connect gave no reason; the worker's log has it", true));
    }

    private static ConnectorStatus status(State connector, List<State> tasks) {
        List<Task> all = new ArrayList<>();
        tasks.forEach(state -> all.add(new Task(all.size(), instance(state))));
        return new ConnectorStatus("c", instance(connector), all);
    }

    private static Instance instance(State state) {
        return new Instance(state, "w:1", Optional.empty());
    }
}
