package io.streambus.bridge.registry;

import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.Read;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry of clusters and the calls on it. Thread-safe: one change at a time; reads go to the store. */
public final class ClusterService implements ClusterDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ClusterStore store;
    private final ClusterUsers users;
    private final Clock clock;
    /** Writing may take the store's whole patience, and whoever calls has few threads. */
    private final Lock changing = new ReentrantLock();

    public ClusterService(ClusterStore store, ClusterUsers users, Clock clock) {
        this.store = store;
        this.users = users;
        this.clock = clock;
    }

    /** By id. */
    public List<StoredCluster> all() {
        return store.all();
    }

    /** @throws RegistryException.NotFound if it is not registered */
    public StoredCluster get(String clusterId) {
        return stored(clusterId).orElseThrow(() -> new RegistryException.NotFound(clusterId));
    }

    @Override
    public Optional<RegisteredCluster> find(String clusterId) {
        return stored(clusterId).map(StoredCluster::cluster);
    }

    @Override
    public Set<String> ids() {
        return store.all().stream().map(StoredCluster::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<StoredCluster> stored(String clusterId) {
        return store.all().stream()
                .filter(known -> known.id().equals(clusterId))
                .findFirst();
    }

    /** The ids of the links that have the cluster. */
    public List<String> links(String clusterId) {
        return links(clusterId, user -> true);
    }

    private List<String> links(String clusterId, Predicate<ClusterUsers.User> which) {
        return users.of(clusterId).stream()
                .filter(which)
                .map(ClusterUsers.User::linkId)
                .toList();
    }

    private <T> T changing(Supplier<T> change) {
        boolean mine = false;
        try {
            mine = changing.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            throw new RegistryException.Busy();
        }
        try {
            return change.get();
        } finally {
            changing.unlock();
        }
    }

    /** @throws RegistryException.Exists if its id is taken */
    public StoredCluster create(RegisteredCluster cluster) {
        return changing(() -> created(cluster));
    }

    private StoredCluster created(RegisteredCluster cluster) {
        if (find(cluster.clusterId()).isPresent()) {
            throw new RegistryException.Exists(cluster.clusterId());
        }
        StoredCluster created = new StoredCluster(cluster, 1, clock.instant());
        store.put(created);
        LOG.info("Cluster {} registered.", created.id());
        return created;
    }

    /**
     * Changes the document, and then the links that take from it how the cluster is reached. A link that does not take the change keeps what it had,
     * and the same call again gives it to it.
     *
     * @param ifRevision the revision that the caller knows; empty for any
     * @return fails as the change of a link does
     * @throws RegistryException if nothing was changed
     */
    public CompletableFuture<StoredCluster> update(
            String clusterId, OptionalLong ifRevision, Function<RegisteredCluster, Read<RegisteredCluster>> change) {
        StoredCluster before = get(clusterId);
        StoredCluster updated = changing(() -> updated(clusterId, ifRevision, change));
        boolean unchanged = updated.equals(before);
        // Links that run have what there was; a change would not have come as far as this.
        List<CompletableFuture<Void>> refreshed =
                links(clusterId, user -> user.inherits() && (user.changeable() || !unchanged)).stream()
                        .map(link -> users.refresh(link, this))
                        .toList();
        return CompletableFuture.allOf(refreshed.toArray(CompletableFuture[]::new))
                .thenApply(all -> updated);
    }

    private StoredCluster updated(
            String clusterId, OptionalLong ifRevision, Function<RegisteredCluster, Read<RegisteredCluster>> change) {
        StoredCluster stored = get(clusterId);
        requireRevision(stored, ifRevision);
        Read<RegisteredCluster> read = change.apply(stored.cluster());
        if (read instanceof Read.Invalid<RegisteredCluster> invalid) {
            throw new RegistryException.Invalid(invalid.faults());
        }
        RegisteredCluster cluster = ((Read.Valid<RegisteredCluster>) read).value();
        if (cluster.equals(stored.cluster())) {
            return stored;
        }
        requireSecretsNotMisled(stored.cluster(), cluster);
        requireNoneRunning(clusterId);
        StoredCluster updated = stored.updatedTo(cluster);
        store.put(updated);
        LOG.info("Cluster {} updated to version {}.", clusterId, updated.revision());
        return updated;
    }

    private void requireNoneRunning(String clusterId) {
        List<String> running = links(clusterId, user -> user.inherits() && !user.changeable());
        if (!running.isEmpty()) {
            throw new RegistryException.InUse("cluster " + clusterId + " cannot be changed while links run that take"
                    + " from it how it is reached: pause or stop " + String.join(", ", running) + " first");
        }
    }

    /** A link's own secret goes only to where it was given for. */
    private void requireSecretsNotMisled(RegisteredCluster from, RegisteredCluster to) {
        List<String> own = links(from.clusterId(), ClusterUsers.User::ownSecurity);
        if (!own.isEmpty() && !from.brokers().containsAll(to.brokers())) {
            throw new RegistryException.Invalid(List.of(new Fault(
                    "/brokers",
                    "cannot gain brokers while links have security of their own for those that are there: give "
                            + String.join(", ", own) + " brokers of their own first")));
        }
    }

    /**
     * Forgets the cluster.
     *
     * @param ifRevision the revision that the caller knows; empty for any
     * @throws RegistryException.InUse if links have it
     */
    public void delete(String clusterId, OptionalLong ifRevision) {
        changing(() -> {
            forget(clusterId, ifRevision);
            return true;
        });
    }

    private void forget(String clusterId, OptionalLong ifRevision) {
        requireRevision(get(clusterId), ifRevision);
        List<String> links = links(clusterId);
        if (!links.isEmpty()) {
            throw new RegistryException.InUse(
                    "cluster " + clusterId + " is used by " + String.join(", ", links) + "; delete these links first");
        }
        store.remove(clusterId);
        LOG.info("Cluster {} is not registered any more.", clusterId);
    }

    private static void requireRevision(StoredCluster stored, OptionalLong wanted) {
        if (wanted.isPresent() && wanted.getAsLong() != stored.revision()) {
            throw new RegistryException.Stale("cluster " + stored.id() + " is at version " + stored.revision()
                    + ", not " + wanted.getAsLong() + "; read it again and repeat the change");
        }
    }
}
