package io.streambus.demo.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void theFirstRecordIsDueAtOnceAndTheOthersSteadilyAfterIt() {
        Pace pace = new Pace(200, 1_000);

        assertThat(pace.due(1_000)).isEqualTo(1);
        assertThat(pace.due(1_000 + TimeUnit.MILLISECONDS.toNanos(50))).isEqualTo(11);
        assertThat(pace.due(1_000 + TimeUnit.SECONDS.toNanos(1))).isEqualTo(201);
    }

    @Test
    void daysAtAHighRateDoNotOverflow() {
        assertThat(new Pace(1_000_000, 0).due(TimeUnit.DAYS.toNanos(30))).isEqualTo(2_592_000_000_001L);
    }

    @Test
    void aRateBelowOneIsRefused() {
        assertThatThrownBy(() -> new Pace(0, 0)).hasMessageContaining("found 0");
    }
}
