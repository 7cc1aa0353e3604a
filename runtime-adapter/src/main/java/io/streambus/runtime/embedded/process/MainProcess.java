package io.streambus.runtime.embedded.process;

import io.streambus.runtime.embedded.StartFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Any main class in a JVM of its own, which ends with this one at the latest. The main class is a child of {@link Parent}: it says there when
 * it is up, and ends when its parent does. Thread-safe.
 */
public final class MainProcess implements AutoCloseable {

    private final Child child;
    private final String address;

    private MainProcess(Child child, String address) {
        this.child = child;
        this.address = address;
    }

    /**
     * Starts the class; at return it has reported that it is up.
     *
     * @param what named in errors and threads
     * @param output its output is appended here
     * @throws StartFailedException with the end of its output
     */
    public static MainProcess start(String what, Class<?> main, List<String> arguments, JavaVm vm, Path output) {
        Child child = Child.launch(what, output, vm, main, arguments);
        return new MainProcess(child, child.start(out -> {}).get(0));
    }

    /** What it reported at its start. */
    public String address() {
        return address;
    }

    public long pid() {
        return child.pid();
    }

    public boolean isAlive() {
        return child.isAlive();
    }

    /** Writes a line to its standard input, where {@link Parent#nextLine} reads it. */
    public void tell(String line) {
        try {
            child.tell(line);
        } catch (IOException e) {
            throw new UncheckedIOException("the process " + child.pid() + " does not listen any more", e);
        }
    }

    /** Ends its input, and kills it if it does not end in time. Idempotent. */
    @Override
    public void close() {
        child.close();
    }
}
