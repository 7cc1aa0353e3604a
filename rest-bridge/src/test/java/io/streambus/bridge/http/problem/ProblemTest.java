package io.streambus.bridge.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.bridge.json.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {

    private static final Problem PROBLEM = Problem.of(ProblemCode.VALIDATION_FAILED, "the document has 1 fault");
    private static final Fault FAULT = new Fault("/type", "is missing");

    @Test
    void the_detail_of_a_problem_with_one_fault_says_which() {
        assertThat(PROBLEM.with(List.of(FAULT)).detail()).isEqualTo("the document has 1 fault: /type is missing");
    }

    @Test
    void it_is_not_said_twice() {
        Problem said = Problem.of(ProblemCode.VALIDATION_FAILED, "the path must name a partition");

        assertThat(said.with(List.of(new Fault("", "the path must name a partition")))
                        .detail())
                .isEqualTo("the path must name a partition");
    }

    @Test
    void several_faults_are_in_the_list_only() {
        assertThat(PROBLEM.with(List.of(FAULT, FAULT)).detail()).isEqualTo("the document has 1 fault");
    }
}
