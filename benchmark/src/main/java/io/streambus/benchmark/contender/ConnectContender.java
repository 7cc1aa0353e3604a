package io.streambus.benchmark.contender;

import io.streambus.benchmark.stage.BenchmarkStage;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.embedded.WorkerSpec;
import io.streambus.runtime.embedded.process.WorkerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A connector in a fresh worker of its own; the worker is the same for all. */
abstract class ConnectContender implements Contender {

    private static final String CONNECTOR = "benchmark";

    /** For {@code plugin.path}. */
    abstract Path plugin(BenchmarkStage stage);

    /** Without {@code name}. */
    abstract Map<String, String> config(BenchmarkStage stage, Order order);

    @Override
    public Running start(BenchmarkStage stage, Order order) {
        Map<String, String> ofItsOwn = Map.of(
                "group.id", name(),
                "config.storage.topic", name() + "-configs",
                "offset.storage.topic", name() + "-offsets",
                "status.storage.topic", name() + "-status");
        WorkerProcess worker = WorkerProcess.start(
                new WorkerSpec(stage.targetForWorker(), 0, List.of(plugin(stage)), ofItsOwn),
                stage.directory(name()),
                stage.installation().worker());
        try {
            long started = System.nanoTime();
            worker.runtime().create(CONNECTOR, config(stage, order), InitialState.RUNNING);
            return new InWorker(worker, started);
        } catch (RuntimeException e) {
            worker.close();
            throw e;
        }
    }

    private record InWorker(WorkerProcess worker, long startedNanos) implements Running {

        @Override
        public long pid() {
            return worker.pid();
        }

        @Override
        public String failure() {
            if (!worker.isAlive()) {
                return "the worker has ended";
            }
            ConnectorStatus status = worker.runtime().status(CONNECTOR);
            return Stream.concat(
                            Stream.of(status.connector()),
                            status.tasks().stream().map(ConnectorStatus.Task::instance))
                    .flatMap(instance -> instance.trace().stream())
                    .map(trace -> trace.lines().findFirst().orElse("it failed without a word"))
                    .findFirst()
                    .orElse("");
        }

        @Override
        public boolean endTasks() {
            worker.runtime().stop(CONNECTOR);
            return true;
        }

        @Override
        public void stop() {
            ConnectRuntime runtime = worker.runtime();
            if (worker.isAlive()) {
                runtime.delete(CONNECTOR);
            }
            // Only the end of the process makes sure that its producers have nothing more to say.
            worker.close();
        }

        @Override
        public void close() {
            worker.close();
        }
    }
}
