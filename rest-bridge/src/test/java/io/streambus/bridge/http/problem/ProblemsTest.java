package io.streambus.bridge.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void a_call_that_was_let_in_before_the_lead_was_lost_is_told_that_nobody_leads() {
        assertThat(Problems.of(new RejectedExecutionException("the workers have ended")))
                .map(Problem::code)
                .contains(ProblemCode.NO_LEADER);
    }

    @Test
    void what_is_not_known_is_a_defect() {
        assertThat(Problems.of(new CompletionException(new IllegalStateException("x"))))
                .isEmpty();
    }
}
