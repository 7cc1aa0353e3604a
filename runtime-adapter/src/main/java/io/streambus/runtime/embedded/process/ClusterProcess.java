package io.streambus.runtime.embedded.process;

import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.StartFailedException;
import java.nio.file.Path;
import java.util.List;

/**
 * A single-node cluster in a JVM of its own, which ends with this one at the latest. Its output is appended to {@code output.log} in
 * its data directory. Thread-safe.
 */
public final class ClusterProcess implements AutoCloseable {

    private final ClusterSpec spec;
    private final String bootstrapServers;
    private final String internalBootstrapServers;
    private final Child child;

    private ClusterProcess(ClusterSpec spec, List<String> addresses, Child child) {
        this.spec = spec;
        this.bootstrapServers = addresses.get(0);
        this.internalBootstrapServers = addresses.get(1);
        this.child = child;
    }

    /**
     * Starts a cluster; at return it answers clients.
     *
     * @throws StartFailedException.PortTaken if the port given is taken
     * @throws StartFailedException for any other reason, with the end of the child's output
     */
    public static ClusterProcess start(ClusterSpec spec) {
        return start(spec, JavaVm.quickToStart());
    }

    /** As {@link #start(ClusterSpec)}, in a JVM of the caller's choosing, whose class path holds this class and the broker. */
    public static ClusterProcess start(ClusterSpec spec, JavaVm vm) {
        Path output = spec.dataDir().resolve("output.log");
        Child child = Child.launch("cluster-" + spec.clusterId(), output, vm, ChildMain.class, List.of());
        List<String> addresses = child.start(out -> Handover.write(spec, out));
        String address = addresses.get(0);
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return new ClusterProcess(
                new ClusterSpec(spec.clusterId(), port, spec.dataDir(), spec.overrides()), addresses, child);
    }

    /** With the port that is listened on: what starts the same cluster again after {@link #kill}. */
    public ClusterSpec spec() {
        return spec;
    }

    public String clusterId() {
        return spec.clusterId();
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** {@code host:port} of the listener that no override moves behind a proxy or secures. */
    public String internalBootstrapServers() {
        return internalBootstrapServers;
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    public long pid() {
        return child.pid();
    }

    /** SIGKILL: it ends without writing or saying anything more. At return it is gone and its port free. */
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

    /** Stops the cluster in good order, also a suspended one, or kills it if that takes too long. Idempotent. */
    @Override
    public void close() {
        child.close();
    }
}
