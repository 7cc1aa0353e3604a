package io.streambus.bridge.lifecycle;

import io.streambus.bridge.json.Read;
import io.streambus.bridge.lifecycle.queue.BoundedExecutor;
import io.streambus.bridge.lifecycle.queue.DaemonThreads;
import io.streambus.bridge.lifecycle.queue.SerialExecutor;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.relation.RelationCheck;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.bridge.store.LinkStore;
import io.streambus.bridge.store.StoredLink;
import io.streambus.bridge.store.UnreadableLink;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All links and the calls on them. Calls on one link are carried out one after the other; their futures fail with a {@link LinkException}, a
 * {@link io.streambus.runtime.ConnectRuntimeException} or a {@link io.streambus.bridge.store.StoreUnavailableException}. Thread-safe.
 */
public final class LinkService implements LinkViews, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LinkService.class);
    private static final int WORKERS = 8;
    private static final int WAITING_CALLS = 16;
    private static final int CHECKERS = 2;
    private static final int WAITING_CHECKS = 14;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofMillis(100);

    private final LinkStore store;
    private final FlowConnectors flows;
    private final Clock clock;
    private final Duration patience;
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    /** Whose each connector is, by name: two ids and cluster ids may join to the same. */
    private final ConcurrentMap<String, String> owners = new ConcurrentHashMap<>();

    private final ExecutorService workers =
            Executors.newFixedThreadPool(WORKERS, DaemonThreads.named("streambus-links-"));
    /** Apart from the workers: a check waits for clusters of whoever asks. */
    private final BoundedExecutor checkers =
            new BoundedExecutor(CHECKERS, WAITING_CHECKS, DaemonThreads.named("streambus-link-checks-"));

    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("streambus-links-clock-"));

    private record Entry(LinkOwner owner, SerialExecutor queue, AtomicBoolean reconciling) {}

    private LinkService(LinkStore store, FlowConnectors flows, Clock clock, Duration patience) {
        this.store = store;
        this.flows = flows;
        this.clock = clock;
        this.patience = patience;
    }

    /** Takes over the links that the store has, and goes on where a predecessor stopped. Does not wait for Connect. */
    public static LinkService takeOver(
            LinkStore store,
            ConnectClusters connectClusters,
            FlowProgress progress,
            RelationCheck relations,
            Clock clock) {
        return takeOver(store, connectClusters, progress, relations, clock, PATIENCE);
    }

    /** @param patience for how long a call may wait, and for how long its outcome is waited for; of a deletion two fifths of it */
    static LinkService takeOver(
            LinkStore store,
            ConnectClusters connectClusters,
            FlowProgress progress,
            RelationCheck relations,
            Clock clock,
            Duration patience) {
        List<StoredLink> found = store.all();
        TakeoverSnapshot snapshot = new TakeoverSnapshot(clock, connectors(found));
        LinkService links = new LinkService(
                store, new FlowConnectors(connectClusters, progress, snapshot, relations), clock, patience);
        found.forEach(stored -> {
            links.entries.put(stored.id(), links.entry(new LinkOwner(stored, store, links.flows, clock)));
            FlowConnectors.names(stored).forEach(connector -> links.owners.putIfAbsent(connector, stored.id()));
        });
        store.unreadable().forEach(links::reserveConnectors);
        LOG.info("{} links found in the store.", found.size());
        var unused = links.ticker.scheduleWithFixedDelay(links::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        return links;
    }

    private static Set<String> connectors(List<StoredLink> found) {
        return found.stream()
                .flatMap(stored -> FlowConnectors.names(stored).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public List<LinkView> all() {
        return entries.values().stream()
                .flatMap(entry -> entry.owner().view().stream())
                .sorted(Comparator.comparing(LinkView::createdAt).thenComparing(LinkView::id))
                .toList();
    }

    @Override
    public Optional<LinkView> find(String id) {
        return Optional.ofNullable(entries.get(id))
                .flatMap(entry -> entry.owner().view());
    }

    @Override
    public List<UnreadableLink> unreadable() {
        return store.unreadable().stream()
                .filter(link -> find(link.id()).isEmpty())
                .toList();
    }

    /** Checks a link as {@link #create} would, and creates nothing. What is done with the outcome is done on a thread for checks too. */
    public CompletableFuture<Void> check(ReplicationLink link) {
        return checked(() -> {
            flows.validate(link, Flow.of(link));
            if (entries.containsKey(link.id())) {
                throw new LinkException.Exists("link " + link.id() + " exists already");
            }
            requireReadable(link.id());
            requireUnowned(link);
            flows.requireFree(link);
            return null;
        });
    }

    /**
     * What {@link #update} would come to, and updates nothing.
     *
     * @param ifRevision the revision that the caller knows; empty for any
     */
    public CompletableFuture<LinkPreview> preview(
            String id, OptionalLong ifRevision, Function<ReplicationLink, Read<ReplicationLink>> change) {
        return checked(() -> {
            LinkView view = find(id).orElseThrow(() -> new LinkException.NotFound(id));
            view.refuseWhileDeleting();
            view.requireRevision(ifRevision);
            return LinkPreview.of(view, change.apply(view.link()), flows);
        });
    }

    private <T> CompletableFuture<T> checked(Supplier<T> check) {
        return checkers.submit(check, patience)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(translate(unwrapped(e))));
    }

    private Throwable translate(Throwable failedCheck) {
        if (failedCheck instanceof SerialExecutor.FullException) {
            return new LinkException.Overloaded(
                    (CHECKERS + WAITING_CHECKS) + " documents are being checked or wait for it already; try again");
        }
        return failedCheck instanceof TimeoutException
                ? new LinkException.Overloaded("checking the document has taken more than " + patience.toSeconds()
                        + " s, of Connect or of other checks; try again")
                : failedCheck;
    }

    private void requireReadable(String id) {
        findUnreadable(id).ifPresent(link -> {
            throw new LinkException.Unreadable(link);
        });
    }

    private void requireUnowned(ReplicationLink link) {
        FlowConnectors.names(link)
                .forEach(connector -> Optional.ofNullable(owners.get(connector))
                        .filter(owner -> !owner.equals(link.id()))
                        .ifPresent(owner -> {
                            throw owned(link, connector, owner);
                        }));
    }

    private static LinkException.Exists owned(ReplicationLink link, String connector, String owner) {
        return new LinkException.Exists("link " + owner + " has the connector " + connector + ", which link "
                + link.id() + " would need too; choose another id");
    }

    /** @return what another link has already; nothing is reserved then */
    private Optional<LinkException.Exists> reserved(ReplicationLink link) {
        for (String connector : FlowConnectors.names(link)) {
            String owner = owners.putIfAbsent(connector, link.id());
            if (owner != null && !owner.equals(link.id())) {
                release(link.id());
                return Optional.of(owned(link, connector, owner));
            }
        }
        return Optional.empty();
    }

    private void release(String id) {
        owners.values().removeIf(id::equals);
    }

    public CompletableFuture<LinkView> create(ReplicationLink link) {
        Optional<UnreadableLink> unreadable = findUnreadable(link.id());
        if (unreadable.isPresent()) {
            return CompletableFuture.failedFuture(new LinkException.Unreadable(unreadable.get()));
        }
        Entry entry = entry(LinkOwner.toBeCreated(StoredLink.creating(link, clock.instant()), store, flows, clock));
        Entry other = entries.putIfAbsent(link.id(), entry);
        if (other != null) {
            return CompletableFuture.failedFuture(
                    other.owner().view().isPresent()
                            ? new LinkException.Exists("link " + link.id()
                                    + " exists already; PUT changes it, another id makes another link")
                            : new LinkException.Busy(
                                    "link " + link.id() + " is being created or undone by another call; try again"));
        }
        Optional<LinkException.Exists> taken = reserved(link);
        if (taken.isPresent()) {
            entries.remove(link.id(), entry);
            return CompletableFuture.failedFuture(taken.get());
        }
        return submit(entry, link.id(), entry.owner()::create).whenComplete((view, e) -> {
            if (e != null && unwrapped(e) instanceof LinkException.Busy) {
                // It has never begun, so that nobody else will.
                forget(link.id(), entry);
            }
        });
    }

    /** @param action one that moves the life cycle: start, stop, pause or resume */
    public CompletableFuture<LinkView> act(String id, LinkAction action) {
        return on(id, owner -> owner.act(action, true));
    }

    /** As {@link #act}, but done as soon as the desired state is stored. */
    public CompletableFuture<LinkView> request(String id, LinkAction action) {
        return on(id, owner -> owner.act(action, false));
    }

    /**
     * Changes the document.
     *
     * @param ifRevision the revision that the caller knows; empty for any
     */
    public CompletableFuture<LinkView> update(
            String id, OptionalLong ifRevision, Function<ReplicationLink, Read<ReplicationLink>> change) {
        return on(id, owner -> owner.update(ifRevision, change));
    }

    /**
     * Makes a link whole that cannot be read.
     *
     * @param change makes a document of the one that is kept
     */
    public CompletableFuture<LinkView> mend(
            UnreadableLink link, Function<UnreadableLink, Read<ReplicationLink>> change) {
        if (!link.mendable()) {
            return CompletableFuture.failedFuture(new LinkException.Unreadable(link));
        }
        Read<StoredLink> mended = change.apply(link).flatMap(link::mended);
        if (mended instanceof Read.Invalid<StoredLink> invalid) {
            return CompletableFuture.failedFuture(new LinkException.Invalid(invalid.faults()));
        }
        StoredLink stored = ((Read.Valid<StoredLink>) mended).value();
        Entry entry = entry(LinkOwner.toBeMended(stored, store, flows, clock));
        if (entries.putIfAbsent(link.id(), entry) != null) {
            return CompletableFuture.failedFuture(
                    new LinkException.Busy("link " + link.id() + " is being mended by another call; try again"));
        }
        FlowConnectors.names(stored).forEach(connector -> owners.putIfAbsent(connector, link.id()));
        return submit(entry, link.id(), entry.owner()::mend).whenComplete((view, e) -> {
            if (e != null && unwrapped(e) instanceof LinkException.Busy) {
                forget(link.id(), entry);
            }
            // Not mended, its connectors are its own all the same.
            reserveConnectors(link);
        });
    }

    private void reserveConnectors(UnreadableLink link) {
        link.connectors().forEach(connector -> owners.putIfAbsent(connector, link.id()));
    }

    /**
     * Sets where a partition of a stopped link goes on, whatever stands on the target.
     *
     * @param flow one of the link's
     * @param partition of its source
     * @param next the first source offset that is read then; 0 is the beginning
     */
    public CompletableFuture<LinkView> goOnAt(String id, Flow flow, TopicPartition partition, long next) {
        return on(id, owner -> {
            owner.goOnAt(flow, partition, next);
            return owner.view().orElseThrow(() -> new LinkException.NotFound(id));
        });
    }

    /**
     * Deletes the link.
     *
     * @param ifRevision the revision that the caller knows; empty for any
     * @param force whether offsets and checkpoints that cannot be erased now are left behind
     */
    public CompletableFuture<Void> delete(String id, OptionalLong ifRevision, boolean force) {
        // It asks clusters that may be gone for good, which its caller should hear before he gives up.
        Duration shorter = patience.multipliedBy(2).dividedBy(5);
        return on(
                id,
                owner -> {
                    owner.delete(ifRevision, force);
                    return null;
                },
                shorter);
    }

    /** The link once desired state and Connect agree, or as it is when {@code patience} is over. */
    public CompletableFuture<LinkView> reconciled(String id, Duration patience) {
        CompletableFuture<LinkView> outcome = new CompletableFuture<>();
        look(id, clock.instant().plus(patience), outcome);
        return outcome;
    }

    private void look(String id, Instant deadline, CompletableFuture<LinkView> outcome) {
        Optional<LinkView> view = find(id);
        if (view.isEmpty()) {
            outcome.completeExceptionally(new LinkException.NotFound(id));
        } else if (view.get().reconciled() || !clock.instant().isBefore(deadline)) {
            outcome.complete(view.get());
        } else {
            later(id, deadline, outcome, view.get());
        }
    }

    private void later(String id, Instant deadline, CompletableFuture<LinkView> outcome, LinkView now) {
        try {
            var unused = ticker.schedule(() -> look(id, deadline, outcome), TICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The bridge is closing: the caller gets what is known.
            outcome.complete(now);
        }
    }

    private <T> CompletableFuture<T> on(String id, Function<LinkOwner, T> call) {
        return on(id, call, patience);
    }

    private <T> CompletableFuture<T> on(String id, Function<LinkOwner, T> call, Duration within) {
        Entry entry = entries.get(id);
        if (entry == null || entry.owner().view().isEmpty()) {
            return CompletableFuture.failedFuture(findUnreadable(id)
                    .<LinkException>map(LinkException.Unreadable::new)
                    .orElseGet(() -> new LinkException.NotFound(id)));
        }
        return submit(entry, id, () -> call.apply(entry.owner()), within);
    }

    private <T> CompletableFuture<T> submit(Entry entry, String id, Callable<T> call) {
        return submit(entry, id, call, patience);
    }

    private <T> CompletableFuture<T> submit(Entry entry, String id, Callable<T> call, Duration within) {
        return entry.queue()
                .submit(
                        () -> {
                            try {
                                return call.call();
                            } finally {
                                forgetIfGone(id, entry);
                            }
                        },
                        within)
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(translate(id, e, within)));
    }

    private static Throwable translate(String id, Throwable e, Duration within) {
        Throwable cause = unwrapped(e);
        if (cause instanceof SerialExecutor.NotBegunException) {
            return new LinkException.Busy("other calls have kept this one on link " + id + " waiting for more than "
                    + within.toSeconds() + " s, and nothing of it was done; try again");
        }
        if (cause instanceof TimeoutException) {
            return new LinkException.Unfinished(
                    "the call on link " + id + " takes more than " + within.toSeconds()
                            + " s and goes on; GET the link to see what has come of it",
                    cause);
        }
        return cause instanceof SerialExecutor.FullException
                ? new LinkException.Busy("too many calls on link " + id + " are waiting; try again")
                : cause;
    }

    private static Throwable unwrapped(Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    private void tick() {
        Instant now = clock.instant();
        entries.forEach((id, entry) -> {
            if (!now.isBefore(entry.owner().due()) && entry.reconciling().compareAndSet(false, true)) {
                reconcile(id, entry);
            }
        });
    }

    private void reconcile(String id, Entry entry) {
        var unused = submit(entry, id, () -> {
                    entry.owner().reconcile();
                    return true;
                })
                .whenComplete((done, e) -> {
                    entry.reconciling().set(false);
                    // Rejected: the links are being let go of.
                    if (e != null
                            && !(unwrapped(e) instanceof LinkException)
                            && !(unwrapped(e) instanceof RejectedExecutionException)) {
                        LOG.error(
                                "Link {}: looking after it failed unexpectedly; this is a defect of the bridge.",
                                id,
                                e);
                    }
                });
    }

    private void forgetIfGone(String id, Entry entry) {
        if (entry.owner().gone()) {
            forget(id, entry);
        }
    }

    private void forget(String id, Entry entry) {
        // In one step: a creation of the same id must not lose the names that it reserves meanwhile.
        entries.computeIfPresent(id, (same, present) -> {
            if (!present.equals(entry)) {
                return present;
            }
            release(id);
            return null;
        });
    }

    private Entry entry(LinkOwner owner) {
        return new Entry(owner, new SerialExecutor(workers, WAITING_CALLS), new AtomicBoolean());
    }

    /** Lets go of the links, which run on. Calls under way are given 1 s. */
    @Override
    public void close() {
        ticker.shutdownNow();
        workers.shutdown();
        checkers.close();
        try {
            if (!workers.awaitTermination(1, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
