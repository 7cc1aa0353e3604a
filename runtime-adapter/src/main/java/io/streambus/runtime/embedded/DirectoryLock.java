package io.streambus.runtime.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data directory taken by one cluster. Kafka has a lock of its own, but takes it after the controller has begun to write: a second start
 * on the same directory ruins the metadata log of the first before it fails.
 *
 * <p>Ends with the process, however that ends. Thread-safe: immutable.
 */
final class DirectoryLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    /** @throws StartFailedException if another cluster has the directory, in this process or another, or it cannot be written */
    static DirectoryLock take(ClusterSpec spec) {
        Path path = spec.dataDir().resolve(".lock");
        FileChannel file = null;
        try {
            Files.createDirectories(spec.dataDir());
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = file.tryLock();
            if (lock != null) {
                return new DirectoryLock(file);
            }
            throw inUse(spec, file, null);
        } catch (OverlappingFileLockException e) {
            throw inUse(spec, file, e);
        } catch (IOException e) {
            closeQuietly(file);
            throw new StartFailedException(
                    "the data directory " + spec.dataDir() + " of the cluster " + spec.clusterId()
                            + " cannot be locked: " + e,
                    e);
        }
    }

    private static StartFailedException inUse(ClusterSpec spec, FileChannel file, Throwable cause) {
        closeQuietly(file);
        return new StartFailedException(
                "the data directory " + spec.dataDir() + " is in use by another cluster; " + spec.clusterId()
                        + " needs one of its own, or that one closed first",
                cause);
    }

    @Override
    public void close() {
        closeQuietly(file);
    }

    private static void closeQuietly(FileChannel file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("a lock file did not close", e);
            }
        }
    }
}
