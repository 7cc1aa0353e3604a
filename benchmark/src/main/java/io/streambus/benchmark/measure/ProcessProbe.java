package io.streambus.benchmark.measure;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Reads the accounts of another JVM of the same user: CPU time and memory from the kernel, allocation and collections by JMX, which is switched on in
 * the running process. Nothing in it is sampled or estimated. Confined to one thread.
 */
public final class ProcessProbe implements AutoCloseable {

    private static final String PEAK = "VmHWM:";

    private final ProcessHandle process;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;
    private final ThreadMXBean threads;

    private ProcessProbe(ProcessHandle process, JMXConnector connector) throws IOException {
        this.process = process;
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    public static ProcessProbe attach(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                JMXServiceURL url = new JMXServiceURL(machine.startLocalManagementAgent());
                return new ProcessProbe(ProcessHandle.of(pid).orElseThrow(), connect(url));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException("the process " + pid + " cannot be looked into: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("the process " + pid + " cannot be looked into", e);
        }
    }

    /** The address is one that a child of ours has just given us through the JDK's attach channel; nobody else has a say in it. */
    @SuppressWarnings("BanJNDI")
    private static JMXConnector connect(JMXServiceURL ofOurChild) throws IOException {
        return JMXConnectorFactory.connect(ofOurChild);
    }

    public Usage usage() {
        try {
            // The CPU time first: what reading the rest costs is not the contender's.
            Duration cpu = cpu();
            return new Usage(cpu, allocated(), collections(), peakResident(), peakHeap());
        } catch (IOException e) {
            throw new UncheckedIOException("the process " + process.pid() + " does not answer any more", e);
        }
    }

    /** User and system time so far. */
    public Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this system does not tell the CPU time of the process "
                        + process.pid() + "; run the benchmark on Linux or macOS"));
    }

    private Map<Long, Long> allocated() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> allocated = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            // -1: it has ended in between.
            if (bytes[i] >= 0) {
                allocated.put(ids[i], bytes[i]);
            }
        }
        return allocated;
    }

    private Duration collections() throws IOException {
        long millis = 0;
        for (GarbageCollectorMXBean collector :
                ManagementFactory.getPlatformMXBeans(beans, GarbageCollectorMXBean.class)) {
            millis += Math.max(0, collector.getCollectionTime());
        }
        return Duration.ofMillis(millis);
    }

    private long peakHeap() throws IOException {
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class)) {
            if (pool.getType() == MemoryType.HEAP) {
                bytes += pool.getPeakUsage().getUsed();
            }
        }
        return bytes;
    }

    private long peakResident() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(PEAK)) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
            }
        }
        return 0;
    }

    /** Lets go of the process, also of one that has ended. */
    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // The process was faster.
            return;
        }
    }
}
