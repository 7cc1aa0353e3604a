package io.streambus.connect.group.pass;

import io.streambus.connect.config.GroupConfig;
import io.streambus.connect.plugin.PluginVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Translates the groups of a flow; hands no record to the worker, for nothing of what it writes must wait for the worker's producer. */
public final class StreamBusCheckpointTask extends SourceTask {

    /** Connect stops a task between two polls. */
    private static final long POLL_MS = 500;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private PassThread passes;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public void start(Map<String, String> settings) {
        GroupConfig config = new GroupConfig(settings);
        passes = new PassThread(config.flow().flow(), new PassClients(config));
        passes.start();
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        boolean unused = stopped.await(POLL_MS, TimeUnit.MILLISECONDS);
        Optional<RuntimeException> failure = passes.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return null;
    }

    /** Idempotent; also after a {@link #start} that failed. */
    @Override
    public void stop() {
        stopped.countDown();
        if (passes != null) {
            passes.close();
        }
    }
}
