package io.streambus.benchmark.stage;

import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.process.ClusterProcess;
import io.streambus.runtime.embedded.process.MainProcess;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/** Two fresh clusters, with a line to one of them if need be. Confined to one thread. */
public final class BenchmarkStage implements AutoCloseable {

    private final BenchmarkInstallation installation;
    private final Path directory;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Topics source;
    private Topics target;
    private String sourceForWorker;
    private String targetForWorker;
    private Optional<MainProcess> line = Optional.empty();

    private BenchmarkStage(BenchmarkInstallation installation, Path directory) {
        this.installation = installation;
        this.directory = directory;
    }

    /** @param directory for data and output; empty or missing */
    public static BenchmarkStage open(BenchmarkInstallation installation, Path directory, Optional<Wan> wan) {
        BenchmarkStage stage = new BenchmarkStage(installation, directory);
        try {
            Optional<Wan> toSource = wan.filter(line -> line.worker() == Wan.Near.TARGET);
            Optional<Wan> toTarget = wan.filter(line -> line.worker() == Wan.Near.SOURCE);
            ClusterProcess source = stage.cluster("west", toSource);
            ClusterProcess target = stage.cluster("east", toTarget);
            stage.sourceForWorker = stage.addressForWorker(source, toSource);
            stage.targetForWorker = stage.addressForWorker(target, toTarget);
            stage.source = stage.opened(new Topics(source.internalBootstrapServers()));
            stage.target = stage.opened(new Topics(target.internalBootstrapServers()));
            return stage;
        } catch (RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    private ClusterProcess cluster(String name, Optional<Wan> wan) {
        wan.ifPresent(conditions -> line = Optional.of(opened(MainProcess.start(
                "wan-line",
                WanLine.class,
                conditions.arguments(),
                installation.own(),
                directory.resolve("line").resolve("output.log")))));
        Map<String, String> overrides = wan.isPresent()
                ? Map.of(
                        "advertised.listeners",
                        "CLIENTS://" + line.orElseThrow().address())
                : Map.of();
        return opened(ClusterProcess.start(
                new ClusterSpec(name, 0, directory.resolve(name), overrides), installation.broker()));
    }

    private String addressForWorker(ClusterProcess cluster, Optional<Wan> wan) {
        if (wan.isEmpty()) {
            return cluster.bootstrapServers();
        }
        line.orElseThrow().tell(cluster.bootstrapServers());
        return line.orElseThrow().address();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    /** The source without any line, for loading and checking. */
    public Topics source() {
        return source;
    }

    /** The target without any line. */
    public Topics target() {
        return target;
    }

    /** {@code host:port} as the worker reaches the source. */
    public String sourceForWorker() {
        return sourceForWorker;
    }

    /** {@code host:port} as the worker reaches the target. */
    public String targetForWorker() {
        return targetForWorker;
    }

    public BenchmarkInstallation installation() {
        return installation;
    }

    /** A directory for a process that plays here. */
    public Path directory(String process) {
        return directory.resolve(process);
    }

    /** Ends everything. Idempotent. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) { // AutoCloseable declares it
                throw new IllegalStateException("the stage could not be cleared: " + e.getMessage(), e);
            }
        }
    }
}
