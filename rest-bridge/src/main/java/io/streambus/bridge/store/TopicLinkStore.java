package io.streambus.bridge.store;

import io.streambus.bridge.cluster.SafeMessage;
import io.streambus.bridge.registry.ClusterStore;
import io.streambus.bridge.registry.PinnedCluster;
import io.streambus.bridge.registry.StoredCluster;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Links in a compacted topic, read to its end on opening and followed from then on by every bridge. The bridge that {@linkplain #lead leads}
 * writes, in transactions that its successor fences.
 *
 * <p>Thread-safe: {@code table} and {@code closed} are guarded by {@code this}.
 */
public final class TopicLinkStore implements AutoCloseable {

    private static final String CLIENT_ID = "client.id";

    private final TopicPartition partition;
    private final Map<String, Object> clients;
    private final int largestEntry;
    private LinksTable table;
    private int readings = 1;
    private boolean closed;

    private TopicLinkStore(TopicPartition partition, Map<String, Object> clients, int largestEntry, LinksTable table) {
        this.partition = partition;
        this.clients = clients;
        this.largestEntry = largestEntry;
        this.table = table;
    }

    /**
     * Opens the store and reads all of it, creating its topic where it is missing.
     *
     * @param clients how to reach the control cluster: {@code bootstrap.servers} and whatever else its clients need
     * @throws StoreUnavailableException if the control cluster did not answer in time
     * @throws IllegalStateException if the topic is there and would lose links
     */
    public static TopicLinkStore open(Map<String, String> clients, LinksTopic topic) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.putIfAbsent(CLIENT_ID, "streambus-bridge-links");
        int largestEntry;
        try (Admin admin = Admin.create(settings)) {
            largestEntry = topic.ensure(admin);
        } catch (KafkaException e) {
            throw new StoreUnavailableException("no client for the control cluster: " + reason(e), e);
        }
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        return new TopicLinkStore(partition, settings, largestEntry, LinksTable.open(partition, settings));
    }

    private synchronized LinksTable table() {
        return table;
    }

    /** All links that can be read, by id. */
    public List<StoredLink> all() {
        return table().all();
    }

    /** The registered clusters, to be read only: the store that {@link #lead} gives writes. */
    public ClusterStore clusters() {
        return new ClusterStore() {
            @Override
            public List<StoredCluster> all() {
                return table().clusters();
            }

            @Override
            public void put(StoredCluster cluster) {
                throw notLeading();
            }

            @Override
            public void remove(String clusterId) {
                throw notLeading();
            }
        };
    }

    /** Which cluster each cluster_id stands for, by cluster_id. */
    public List<PinnedCluster> pinned() {
        return table().pinned();
    }

    private static StoreUnavailableException notLeading() {
        return new StoreUnavailableException("this bridge does not lead, and writes nothing", null);
    }

    /** The links that cannot be read, by id. */
    public List<UnreadableLink> unreadable() {
        return table().unreadable();
    }

    /** Where the bridge is that led last; it may have ended since. */
    public Optional<URI> leader() {
        return table().leader();
    }

    /**
     * Takes the right to write from whoever had it, and tells all readers so. When this returns, everything that a predecessor has written is in
     * {@link #all()}, and nothing that it writes from now on is taken.
     *
     * @param url where the caller's API is
     * @param lost called, from any thread, when a successor has fenced this bridge or a write has ended so that no other may follow
     * @throws StoreUnavailableException if the control cluster did not answer in time
     */
    public LinkStore lead(URI url, Runnable lost) {
        return FencedLinkStore.open(this::readAnew, partition, clients, largestEntry, url, lost);
    }

    /**
     * Reads everything again, over a new connection. Who was cut off for longer than tombstones live still has what was deleted meanwhile, and a
     * connection that hangs would keep the leader from seeing its own writes.
     */
    private LinksTable readAnew() {
        LinksTable fresh = LinksTable.open(partition, numbered());
        LinksTable old;
        synchronized (this) {
            old = closed ? fresh : table;
            table = fresh;
        }
        old.close();
        return fresh;
    }

    /** Two consumers of one name would quarrel over their metrics. */
    private synchronized Map<String, Object> numbered() {
        Map<String, Object> settings = new HashMap<>(clients);
        readings++;
        settings.put(CLIENT_ID, clients.get(CLIENT_ID) + "-" + readings);
        return settings;
    }

    @Override
    public void close() {
        LinksTable last;
        synchronized (this) {
            closed = true;
            last = table;
        }
        last.close();
    }

    static String reason(Throwable e) {
        return SafeMessage.of(e);
    }
}
