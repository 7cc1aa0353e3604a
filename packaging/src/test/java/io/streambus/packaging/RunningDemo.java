package io.streambus.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;

/** {@code streambus demo --idle} from the unpacked archive, up and running. Confined to the test's thread. */
final class RunningDemo implements AutoCloseable {

    static final Duration UP = Duration.ofSeconds(90);

    private final StreamBusProcess process;
    private final int base;
    private final long bridgePid;

    private RunningDemo(StreamBusProcess process, int base, long bridgePid) {
        this.process = process;
        this.base = base;
        this.bridgePid = bridgePid;
    }

    static RunningDemo start(Path directory) throws IOException, InterruptedException {
        int base = FreePorts.base();
        StreamBusProcess process =
                StreamBusProcess.start(directory, "demo", "--idle", "--port-base", String.valueOf(base));
        try {
            Matcher bridge = process.awaitOutput("bridge +\\S+, process (\\d+)", UP);
            return new RunningDemo(process, base, Long.parseLong(bridge.group(1)));
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    StreamBusProcess process() {
        return process;
    }

    String west() {
        return "127.0.0.1:" + base;
    }

    String east() {
        return "127.0.0.1:" + (base + 100);
    }

    String worker() {
        return "http://127.0.0.1:" + (base + 1);
    }

    String bridge() {
        return "http://127.0.0.1:" + (base + 2);
    }

    ProcessHandle bridgeProcess() {
        return ProcessHandle.of(bridgePid).orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
