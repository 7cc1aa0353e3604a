package io.streambus.connect.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class FetchSizerTest {

    private static final int MB = 1 << 20;

    private final Map<MetricName, Gauge> metrics = new HashMap<>();
    private final Gauge fetches = new Gauge("fetch-total", "consumer-fetch-manager-metrics");
    private final Gauge bytes = new Gauge("incoming-byte-total", "consumer-metrics");
    private final FetchSizer pace = new FetchSizer(new FetchSize(MB, 4 * MB), Duration.ofSeconds(30));
    private long nowNanos = Duration.ofDays(1).toNanos();

    @Test
    void an_answer_that_takes_too_long_makes_the_next_ones_smaller() {
        tick(1, 0, 0);
        FetchSizer.Finding finding = tick(11, 0, 200_000);
        assertThat(finding.resized()).isTrue();
        assertThat(finding.answered()).isFalse();
        assertThat(pace.size()).isEqualTo(new FetchSize(100_000, 100_000));
    }

    @Test
    void a_source_that_is_away_makes_nothing_smaller() {
        tick(1, 0, 0);
        assertThat(tick(100, 0, 0)).isEqualTo(new FetchSizer.Finding(false, false));
        assertThat(pace.size().totalBytes()).isEqualTo(4 * MB);
    }

    @Test
    void answers_in_time_leave_the_size_as_it_is() {
        for (int i = 0; i < 100; i++) {
            assertThat(tick(1, 1, MB)).isEqualTo(new FetchSizer.Finding(true, false));
        }
    }

    @Test
    void sizes_grow_again_when_the_way_is_quick_again() {
        tick(1, 0, 0);
        tick(11, 0, 200_000);
        newConsumer();
        int steps = 0;
        while (pace.size().totalBytes() < 4 * MB) {
            if (tick(1, 1, pace.size().totalBytes()).resized()) {
                newConsumer();
            }
            assertThat(++steps).isLessThan(50);
        }
        assertThat(pace.size()).isEqualTo(new FetchSize(MB, 4 * MB));
    }

    private FetchSizer.Finding tick(long seconds, int moreFetches, long moreBytes) {
        nowNanos += Duration.ofSeconds(seconds).toNanos();
        fetches.value += moreFetches;
        bytes.value += moreBytes;
        return pace.judge(metrics, nowNanos);
    }

    private void newConsumer() {
        fetches.value = 0;
        bytes.value = 0;
    }

    private final class Gauge implements Metric {
        private final MetricName name;
        private double value;

        Gauge(String name, String group) {
            this.name = new MetricName(name, group, "", Map.of("client-id", "c"));
            metrics.put(this.name, this);
            metrics.put(new MetricName(name, group, "", Map.of("client-id", "c", "topic", "t")), this);
        }

        @Override
        public MetricName metricName() {
            return name;
        }

        @Override
        public Object metricValue() {
            return value;
        }
    }
}
