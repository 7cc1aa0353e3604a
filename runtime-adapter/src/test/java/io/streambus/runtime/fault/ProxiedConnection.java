package io.streambus.runtime.fault;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A client's connection and its twin to the target, with a delay line each way. Thread-safe: its sockets end once, whoever ends them. */
final class ProxiedConnection {

    private final Socket client;
    private final Socket target;
    private final Runnable whenEnded;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger openDirections = new AtomicInteger(2);
    private final List<Thread> threads;

    ProxiedConnection(
            String name, Socket client, Socket target, FaultDirection there, FaultDirection back, Runnable whenEnded) {
        this.client = client;
        this.target = target;
        this.whenEnded = whenEnded;
        this.threads = Stream.concat(
                        pump(name + "-there", client, target, there), pump(name + "-back", target, client, back))
                .toList();
    }

    void start() {
        threads.forEach(Thread::start);
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private Stream<Thread> pump(String name, Socket from, Socket to, FaultDirection direction) {
        DelayLine line = new DelayLine(direction);
        return Stream.of(
                thread(name + "-in", () -> fill(line, from, direction)),
                thread(name + "-out", () -> drain(line, to, direction)));
    }

    private Thread thread(String name, Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException | InterruptedException e) {
                        // One side is gone, or the proxy ends: nothing can be passed on any more.
                        end(false);
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    private static void fill(DelayLine line, Socket from, FaultDirection direction)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[DelayLine.MAX_CHUNK_BYTES];
        while (true) {
            direction.awaitThaw();
            int read = from.getInputStream().read(buffer);
            if (read < 0) {
                line.put(DelayLine.END);
                return;
            }
            line.put(ByteBuffer.wrap(Arrays.copyOf(buffer, read)));
        }
    }

    private void drain(DelayLine line, Socket to, FaultDirection direction) throws IOException, InterruptedException {
        while (true) {
            ByteBuffer bytes = line.take();
            direction.awaitThaw();
            if (!bytes.hasRemaining()) {
                to.shutdownOutput();
                if (openDirections.decrementAndGet() == 0) {
                    end(false);
                }
                return;
            }
            to.getOutputStream().write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
            line.acknowledge(bytes.remaining());
        }
    }

    /** @param reset whether both sides see a reset rather than an end */
    void end(boolean reset) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        for (Socket socket : List.of(client, target)) {
            try {
                if (reset) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                // Closed already.
            }
        }
        threads.forEach(Thread::interrupt);
        whenEnded.run();
    }
}
