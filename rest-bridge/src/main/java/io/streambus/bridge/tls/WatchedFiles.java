package io.streambus.bridge.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What some files say together, read anew when one of them changes. New content that is faulty is reported once, and what was read before stays.
 *
 * <p>Thread-safe: guarded by {@code this}.
 */
public final class WatchedFiles<T> {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);
    /** Files are looked at no more often than this. */
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /** Makes something of the files' contents. */
    public interface Form<T> {
        /**
         * @param contents in the order of the paths
         * @throws FaultyFileException if they are not what they should be
         */
        T of(List<byte[]> contents);
    }

    private record Stamp(long modifiedNs, long size, Object key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    attributes.size(),
                    // A file that was moved into place is another one, whatever its time says.
                    Objects.requireNonNullElse(attributes.fileKey(), ""));
        }
    }

    private final String what;
    private final List<Path> files;
    private final Form<T> form;
    private final LongSupplier nanos;
    private T content;
    private List<Stamp> stamps;
    private long lookedNs;

    private WatchedFiles(String what, List<Path> files, Form<T> form, LongSupplier nanos) throws IOException {
        this.what = what;
        this.files = List.copyOf(files);
        this.form = form;
        this.nanos = nanos;
        this.lookedNs = nanos.getAsLong();
        this.stamps = stamps();
        this.content = read();
    }

    /**
     * Reads for the first time.
     *
     * @param what the files are, for messages: a noun such as "the passwords"
     * @throws IOException if a file cannot be read or is faulty; the message names it
     */
    public static <T> WatchedFiles<T> open(String what, List<Path> files, Form<T> form) throws IOException {
        return open(what, files, form, System::nanoTime);
    }

    static <T> WatchedFiles<T> open(String what, List<Path> files, Form<T> form, LongSupplier nanos)
            throws IOException {
        try {
            return new WatchedFiles<>(what, files, form, nanos);
        } catch (NoSuchFileException e) {
            throw new IOException(what + " cannot be read: there is no file " + e.getFile(), e);
        } catch (IOException e) {
            throw new IOException(what + " cannot be read from " + files + ": " + e, e);
        } catch (FaultyFileException e) {
            throw new IOException(what + " in " + files + " are faulty: " + e.getMessage(), e);
        }
    }

    /** The newest content that was not faulty. Looks at the files at most once a second. */
    public synchronized T current() {
        long now = nanos.getAsLong();
        if (now - lookedNs >= INTERVAL_NS) {
            lookedNs = now;
            refresh();
        }
        return content;
    }

    private void refresh() {
        List<Stamp> found;
        try {
            found = stamps();
        } catch (IOException e) {
            found = List.of();
        }
        if (found.equals(stamps)) {
            return;
        }
        // Before the reading: what is written meanwhile has another stamp and is seen next time.
        stamps = found;
        try {
            content = read();
            LOG.info("{} were read anew from {}.", what, files);
        } catch (IOException | FaultyFileException e) {
            LOG.error(
                    "{} in {} have changed and cannot be used; what was read before stays in force. {}",
                    what,
                    files,
                    e instanceof FaultyFileException ? e.getMessage() : e.toString());
        }
    }

    private List<Stamp> stamps() throws IOException {
        List<Stamp> found = new ArrayList<>();
        for (Path file : files) {
            found.add(Stamp.of(file));
        }
        return found;
    }

    private T read() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(Files.readAllBytes(file));
        }
        return form.of(contents);
    }
}
