package io.streambus.connect.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class InFlightLimitTest {

    private static final SourceRecord RECORD = new SourceRecord(
            Map.of(),
            Map.of(),
            "orders",
            Schema.OPTIONAL_BYTES_SCHEMA,
            new byte[1_000 - (int) InFlightLimit.RECORD_OVERHEAD]);

    private final InFlightLimit inFlight = new InFlightLimit(4_000);

    @Test
    void thereIsRoomUntilTheLimitIsReached() throws InterruptedException {
        handOver(3);
        assertThat(inFlight.awaitRoom(Duration.ZERO)).isTrue();
        handOver(1);
        assertThat(inFlight.awaitRoom(Duration.ZERO)).isFalse();
    }

    @Test
    void whoWaitsGoesOnOnceHalfHasArrived() throws Exception {
        handOver(4);
        inFlight.acknowledged(RECORD);
        CompletableFuture<Boolean> room = CompletableFuture.supplyAsync(() -> {
            handOver(1);
            try {
                return inFlight.awaitRoom(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(room).isNotCompleted();
        inFlight.acknowledged(RECORD);
        inFlight.acknowledged(RECORD);
        assertThat(room.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatATransformDroppedTakesNoRoom() throws InterruptedException {
        handOver(4);
        inFlight.filtered(RECORD);
        assertThat(inFlight.awaitRoom(Duration.ZERO)).isTrue();
    }

    @Test
    void tombstonesAndRecordsWithoutAKeyCount() throws InterruptedException {
        SourceRecord tombstone = new SourceRecord(Map.of(), Map.of(), "orders", Schema.OPTIONAL_BYTES_SCHEMA, null);
        for (int i = 0; i < 5; i++) {
            inFlight.handedOver(tombstone);
        }
        assertThat(inFlight.awaitRoom(Duration.ZERO)).isFalse();
    }

    @ParameterizedTest(name = "{0} ms away, {1} tasks, at most {2} bytes")
    @CsvSource({
        "0, 1, 67108864, 13421772", // 50 ms' worth
        "100, 1, 67108864, 40265318",
        "100, 8, 67108864, 5033164", // the tasks share it
        "0, 1000, 67108864, 1048576", // the least
        "300, 1, 67108864, 67108864", // the most
    })
    void theLimitFollowsTheDistance(long roundTripMs, int tasks, long most, long limit) {
        assertThat(InFlightLimit.limit(Duration.ofMillis(roundTripMs), tasks, most))
                .isEqualTo(limit);
    }

    private void handOver(int records) {
        for (int i = 0; i < records; i++) {
            inFlight.handedOver(RECORD);
        }
    }
}
