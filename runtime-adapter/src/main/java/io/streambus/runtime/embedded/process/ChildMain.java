package io.streambus.runtime.embedded.process;

import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import io.streambus.runtime.embedded.EmbeddedWorker;
import io.streambus.runtime.embedded.StartFailedException;
import io.streambus.runtime.embedded.WorkerSpec;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * The child: starts what its standard input says, reports, and ends when that input ends, be it because the parent closed it or because
 * the parent is no more.
 */
final class ChildMain {

    private static final int STARTED = 0;
    private static final int NOT_STARTED = 1;
    private static final int CLOSING_TAKES_SECONDS = 20;

    private ChildMain() {}

    public static void main(String[] args) throws IOException {
        PrintStream report = System.out;
        // Logging goes with the errors, to a file; what the parent reads is the report alone.
        System.setOut(System.err);
        DataInputStream parent = new DataInputStream(System.in);
        Record spec = Handover.read(parent);
        AutoCloseable started;
        try {
            started = start(spec, report);
        } catch (StartFailedException e) {
            e.printStackTrace();
            report.println((e instanceof StartFailedException.PortTaken taken
                            ? new ProcessReport.PortTaken(taken.port())
                            : new ProcessReport.Failed(e.getMessage()))
                    .line());
            report.flush();
            Runtime.getRuntime().halt(NOT_STARTED);
            return;
        }
        report.flush();
        awaitEnd(parent);
        haltInTime();
        try {
            started.close();
        } catch (Exception e) { // AutoCloseable declares it
            // Not a constant: logging must not look for the standard output before it has been moved.
            LoggerFactory.getLogger(ChildMain.class).error("did not close in good order", e);
        }
        System.exit(STARTED);
    }

    private static AutoCloseable start(Record spec, PrintStream report) {
        if (spec instanceof ClusterSpec clusterSpec) {
            EmbeddedCluster cluster = EmbeddedCluster.start(clusterSpec);
            report.println(
                    new ProcessReport.Ready(List.of(cluster.bootstrapServers(), cluster.internalBootstrapServers()))
                            .line());
            return cluster;
        }
        EmbeddedWorker worker = EmbeddedWorker.start((WorkerSpec) spec);
        report.println(new ProcessReport.Ready(List.of(worker.url().toString())).line());
        return worker;
    }

    private static void awaitEnd(DataInputStream parent) {
        try {
            while (parent.read() >= 0) {
                // Nothing more is said; only the end matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end too.
            return;
        }
    }

    /** A broker that cannot close must not outlive its parent. */
    private static void haltInTime() {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(CLOSING_TAKES_SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(NOT_STARTED);
                },
                "child-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }
}
