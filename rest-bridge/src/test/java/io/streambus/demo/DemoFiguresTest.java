package io.streambus.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.demo.link.DemoLinkView;
import io.streambus.demo.stage.Ports;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DemoFiguresTest {

    @Test
    void theLiveLineTellsProducedReplicatedLagAndHealth() {
        assertThat(DemoFigures.line(
                        1_234,
                        OptionalLong.empty(),
                        1_200,
                        new DemoLinkView.Seen("active", "healthy", 1_350, List.of())))
                .isEqualTo("produced 1,234   replicated 1,200   lag 1,350 ms   healthy");
    }

    @Test
    void aLinkThatIsNotActiveShowsItsStatusInPlaceOfItsHealth() {
        assertThat(DemoFigures.line(
                        5,
                        OptionalLong.of(100_000),
                        0,
                        new DemoLinkView.Seen("initializing", "degraded", 0, List.of())))
                .isEqualTo("produced 5 of 100,000   replicated 0   lag 0 ms   initializing");
    }

    @Test
    void aBridgeThatIsUnavailableIsSaid() {
        assertThat(DemoFigures.line(
                        5, OptionalLong.empty(), 4, new DemoLinkView.Unavailable("the bridge does not answer")))
                .isEqualTo("produced 5   replicated 4   the bridge does not answer");
    }

    @Test
    void ratesOfRunsTooShortToMeasureDoNotDivideByZero() {
        assertThat(DemoFigures.rate(2_000, Duration.ofMillis(500))).isEqualTo("4,000 records/s");
        assertThat(DemoFigures.rate(2, Duration.ZERO)).isEqualTo("2,000 records/s");
    }

    @Test
    void aFailureIsToldDownToItsFirstCauseWithoutRepeating() {
        Exception failure = new IllegalStateException(
                "no client: bad setting", new IllegalArgumentException("bad setting", new RuntimeException("x < y")));

        assertThat(DemoFigures.chain(failure)).isEqualTo("no client: bad setting: x < y");
    }

    @Test
    void theIdleTextHoldsTheRealPortsAndNoPlaceholderButTheId() {
        String text = IdleText.of(Ports.from(20_000));

        assertThat(text)
                .contains("http://localhost:20002/api/v1/replication/links/{id}/start")
                .contains("\"brokers\": [\"127.0.0.1:20000\"]")
                .contains("\"brokers\": [\"127.0.0.1:20100\"]")
                .doesNotContain("${");
    }
}
