package io.streambus.runtime.embedded;

import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.rest.RestConnectRuntime;
import io.streambus.runtime.rest.RestTimeouts;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A distributed Connect worker in this process, with its REST API on 127.0.0.1 only.
 *
 * <p>Its plugins are isolated as in any worker: each entry of {@code plugin.path} has a class loader of its own. One caveat is Connect's: if
 * the internal topics cannot be read at start-up, the worker's main thread ends the process.
 *
 * <p>Thread-safe: nothing but the guard of {@link #close} changes after the start.
 */
public final class EmbeddedWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedWorker.class);
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    private final URI url;
    private final WorkerParts parts;
    private final ConnectRuntime runtime;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedWorker(URI url, WorkerParts parts, ConnectRuntime runtime) {
        this.url = url;
        this.parts = parts;
        this.runtime = runtime;
    }

    /**
     * Starts a worker; at return it has joined its group and answers calls.
     *
     * @throws StartFailedException.PortTaken if the REST port given is taken; nothing has been started then
     * @throws StartFailedException for any other reason; what had been started is down again
     */
    public static EmbeddedWorker start(WorkerSpec spec) {
        if (spec.restPort() != 0) {
            Port.checkFree("the Connect worker", spec.restPort());
        }
        WorkerParts parts = new WorkerParts();
        try {
            URI url = parts.start(WorkerConfig.of(spec));
            Readiness.await(url, START_DEADLINE);
            ConnectRuntime runtime =
                    new RestConnectRuntime("embedded-" + url.getPort(), List.of(url), RestTimeouts.DEFAULT);
            LOG.info("Connect worker is up on {}", url);
            return new EmbeddedWorker(url, parts, runtime);
        } catch (Error e) {
            // Jetty's two BOMs out of step show as NoSuchMethodError here.
            parts.close();
            throw e;
        } catch (RuntimeException e) {
            parts.close();
            throw explained(spec, e);
        }
    }

    private static StartFailedException explained(WorkerSpec spec, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new StartFailedException.PortTaken("the Connect worker", spec.restPort(), failure);
            }
        }
        return new StartFailedException(
                "the Connect worker for " + spec.bootstrapServers() + " did not start: " + failure.getMessage(),
                failure);
    }

    /** The root of its REST API, {@code http://127.0.0.1:port/}. */
    public URI url() {
        return url;
    }

    /** This worker through the port; it is the REST form and ends with the worker. */
    public ConnectRuntime runtime() {
        return runtime;
    }

    /** Stops connectors, tasks and the worker, and lets go of its port. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        runtime.close();
        parts.close();
        LOG.info("Connect worker on {} is down", url);
    }
}
