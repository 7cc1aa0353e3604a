package io.streambus.runtime.embedded.process;

import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.embedded.StartFailedException;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.rest.RestConnectRuntime;
import io.streambus.runtime.rest.RestTimeouts;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A distributed Connect worker in a JVM of its own, which ends with this one at the latest. Its output is appended to
 * {@code output.log} in the directory given. Thread-safe.
 */
public final class WorkerProcess implements AutoCloseable {

    private final WorkerSpec spec;
    private final URI url;
    private final Child child;
    private final ConnectRuntime runtime;

    private WorkerProcess(WorkerSpec spec, URI url, Child child) {
        this.spec = spec;
        this.url = url;
        this.child = child;
        this.runtime = new RestConnectRuntime("worker-" + url.getPort(), List.of(url), RestTimeouts.DEFAULT);
    }

    /**
     * Starts a worker; at return it has joined its group and answers calls.
     *
     * @param directory made if missing
     * @throws StartFailedException.PortTaken if the REST port given is taken
     * @throws StartFailedException for any other reason, with the end of the child's output
     */
    public static WorkerProcess start(WorkerSpec spec, Path directory) {
        return start(spec, directory, JavaVm.quickToStart());
    }

    /** As {@link #start(WorkerSpec, Path)}, in a JVM of the caller's choosing, whose class path holds this class and the worker. */
    public static WorkerProcess start(WorkerSpec spec, Path directory, JavaVm vm) {
        Child child = Child.launch("connect-worker", directory.resolve("output.log"), vm, ChildMain.class, List.of());
        URI url = URI.create(child.start(out -> Handover.write(spec, out)).get(0));
        return new WorkerProcess(
                new WorkerSpec(spec.bootstrapServers(), url.getPort(), spec.pluginPath(), spec.overrides()),
                url,
                child);
    }

    /** With the port that is listened on: what starts the same worker again after {@link #kill}. */
    public WorkerSpec spec() {
        return spec;
    }

    /** The root of its REST API. */
    public URI url() {
        return url;
    }

    /** This worker through the port; ends with {@link #close}. */
    public ConnectRuntime runtime() {
        return runtime;
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    public long pid() {
        return child.pid();
    }

    /** SIGKILL: connectors and tasks end without a last commit. At return it is gone and its port free. */
    public void kill() {
        child.kill();
    }

    /** SIGSTOP: it keeps its connections and port and does nothing until {@link #resume}. */
    public void suspend() {
        child.suspend();
    }

    /** SIGCONT. */
    public void resume() {
        child.resume();
    }

    /** Stops the worker in good order, also a suspended one, or kills it if that takes too long. Idempotent. */
    @Override
    public void close() {
        runtime.close();
        child.close();
    }
}
