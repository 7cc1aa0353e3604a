package io.streambus.bridge.cluster;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

class ClientMetersTest {

    /** Each deletion of a link opens a client and closes it: what held on to those would grow for as long as the bridge runs. */
    @Test
    void aClientWhoseMetersAreTakenOffIsLetGoOf() {
        try (ClientMeters meters = new ClientMeters(new SimpleMeterRegistry())) {
            WeakReference<Producer<?, ?>> client = boundAndClosed(meters);

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                System.gc();
                return client.get() == null;
            });
        }
    }

    private static WeakReference<Producer<?, ?>> boundAndClosed(ClientMeters meters) {
        Producer<byte[], byte[]> producer = new MockProducer<>();
        meters.bind("c", producer).close();
        return new WeakReference<>(producer);
    }
}
