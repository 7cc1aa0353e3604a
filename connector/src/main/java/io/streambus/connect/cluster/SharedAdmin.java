package io.streambus.connect.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;

/**
 * An admin client that the connector and all tasks of a flow share that run in this worker: one connection to a broker instead of one for each task, and
 * one that reconnects while the cluster is gone. Connect starts them apart from each other and gives them nothing in common but their class, so what is
 * shared is kept there. Closing gives back what was taken; the last one closes the client. Thread-safe: guarded by {@code OPEN}.
 */
public final class SharedAdmin implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Map<Map<String, Object>, Entry> OPEN = new HashMap<>();

    private final Entry entry;
    private final Admin client;
    private boolean closed;

    /** The client is guarded by the entry, for opening one may take long; all else by {@code OPEN}. */
    private static final class Entry {
        final String cluster;
        final Map<String, Object> settings;
        final Outage outage;
        int users;
        Admin client;

        Entry(String cluster, Map<String, Object> settings, Function<Throwable, Optional<String>> diagnosis) {
            this.cluster = cluster;
            this.settings = settings;
            this.outage = new Outage(cluster, diagnosis, System::nanoTime);
        }

        synchronized Admin client(Function<Map<String, Object>, Admin> opener) {
            if (client == null) {
                client = opener.apply(settings);
            }
            return client;
        }

        synchronized void close() {
            if (client != null) {
                client.close(CLOSE_TIMEOUT);
            }
        }
    }

    private SharedAdmin(Entry entry, Admin client) {
        this.entry = entry;
        this.client = client;
    }

    /**
     * Opens a client, or takes a share in one with the same settings.
     *
     * @param cluster as the flow names it
     * @param opener opens one with the settings; what it throws is thrown here
     * @param diagnosis finds out why the cluster gives no answer, and may take some seconds
     */
    public static SharedAdmin open(
            String cluster,
            Map<String, Object> settings,
            Function<Map<String, Object>, Admin> opener,
            Function<Throwable, Optional<String>> diagnosis) {
        Entry entry;
        synchronized (OPEN) {
            entry = OPEN.computeIfAbsent(new HashMap<>(settings), own -> new Entry(cluster, own, diagnosis));
            entry.users++;
        }
        try {
            return new SharedAdmin(entry, entry.client(opener));
        } catch (RuntimeException e) {
            release(entry);
            throw e;
        }
    }

    public Admin client() {
        return client;
    }

    /** The cluster as the flow names it. */
    public String cluster() {
        return entry.cluster;
    }

    Outage outage() {
        return entry.outage;
    }

    /** Idempotent. Who comes after an outage gets a client of his own: this one may be what is broken. */
    @Override
    public void close() {
        synchronized (OPEN) {
            if (closed) {
                return;
            }
            closed = true;
        }
        release(entry);
    }

    private static void release(Entry entry) {
        boolean unused;
        synchronized (OPEN) {
            entry.users--;
            unused = entry.users == 0;
            if (unused || entry.outage.isOn()) {
                OPEN.remove(entry.settings, entry);
            }
        }
        if (unused) {
            entry.close();
        }
    }
}
