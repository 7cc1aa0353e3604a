package io.streambus.bridge.plan;

import io.streambus.bridge.link.FlowTuning;
import io.streambus.bridge.link.cluster.LinkedCluster;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the worker's producer needs to write to the target of a flow at speed. Connect's own choice is one request in flight and no idempotence,
 * with buffers for a LAN.
 */
final class ProducerSettings {

    private static final int KIBIBYTE = 1_024;
    private static final int SMALLEST_BATCH = 16 * KIBIBYTE;
    private static final int LARGEST_BATCH = KIBIBYTE * KIBIBYTE;
    private static final long WAITING_BATCHES = 4;

    /** For what a copy has and its record had not: our headers, those of a dead letter, and what the producer reckons for a batch. */
    private static final long HEADROOM = 64 * KIBIBYTE;

    private ProducerSettings() {}

    static Map<String, String> of(FlowTuning tuning, LinkedCluster target) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("compression.type", tuning.codec().word());
        settings.put("batch.size", Long.toString(batchBytes(tuning)));
        settings.put("linger.ms", "5");
        // -1 leaves the socket buffer to the kernel, which grows it with the round trip.
        settings.put("send.buffer.bytes", "-1");
        settings.put("receive.buffer.bytes", "-1");
        // Whatever one fetch brought must fit, with our headers: the target's own limit decides about a large record,
        // not the producer's.
        long request = Math.max(LARGEST_BATCH, tuning.maxBytes()) + HEADROOM;
        settings.put("max.request.size", Long.toString(request));
        // Each task has a producer of its own: the largest record and a few batches, or the heap fills while the target
        // is slow.
        settings.put("buffer.memory", Long.toString(request + WAITING_BATCHES * LARGEST_BATCH));
        // While the target is gone, a worker would log twenty times a second for each task that it starts over.
        settings.put("metadata.recovery.strategy", "none");
        settings.put("reconnect.backoff.ms", "1000");
        settings.put("reconnect.backoff.max.ms", "10000");
        settings.putAll(ClusterClientSettings.of(target));
        // The link's own come last: nothing that a document says of a cluster may take a promise back.
        settings.put("acks", "all");
        settings.put("enable.idempotence", Boolean.toString(tuning.idempotence()));
        // Without idempotence a retry may overtake what was sent after it: one at a time keeps the order.
        settings.put("max.in.flight.requests.per.connection", tuning.idempotence() ? "5" : "1");
        return settings;
    }

    /** {@code batch_size} counts records; one KiB each is the assumption that makes it bytes. */
    private static long batchBytes(FlowTuning tuning) {
        long wanted = (long) tuning.batchSize() * KIBIBYTE;
        return Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, wanted));
    }
}
