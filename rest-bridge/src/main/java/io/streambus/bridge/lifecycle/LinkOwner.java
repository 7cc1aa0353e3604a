package io.streambus.bridge.lifecycle;

import io.streambus.bridge.cluster.ClusterUnreachableException;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.DesiredState;
import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.link.LinkStatus;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.Flow;
import io.streambus.bridge.store.LinkStore;
import io.streambus.bridge.store.StoreUnavailableException;
import io.streambus.bridge.store.StoredLink;
import io.streambus.bridge.store.StoredLink.Phase;
import io.streambus.runtime.ConnectRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of a link's state.
 *
 * <p>Invariants: (a) a desired state is in the store before Connect hears of it; (b) {@code status} moves only by {@link LinkStatus}' legal moves; (c) a
 * link whose phase is {@link Phase#CREATING} is visible to nobody.
 *
 * <p>Confined to its {@link io.streambus.bridge.lifecycle.queue.SerialExecutor}; only {@link #view()} may be called from elsewhere.
 */
final class LinkOwner {

    private static final Logger LOG = LoggerFactory.getLogger(LinkOwner.class);
    private static final String STORED_AND_APPLIED_LATER =
            "The new version is stored and is applied as soon as Connect answers.";

    private final LinkStore store;
    private final FlowConnectors flows;
    private final Clock clock;
    private final Reconciler reconciler;
    private StoredLink stored;
    private volatile Optional<LinkView> view = Optional.empty();
    private volatile Instant due = Instant.MIN;
    private volatile boolean gone;

    LinkOwner(StoredLink stored, LinkStore store, FlowConnectors flows, Clock clock) {
        this.stored = stored;
        this.store = store;
        this.flows = flows;
        this.clock = clock;
        this.reconciler = new Reconciler(flows, clock);
        if (!Reconciler.hasCome(stored)) {
            // What Connect shows may be older than the desired state, which a predecessor may not have passed on.
            reconciler.begin();
        }
        publish(Optional.empty());
    }

    /**
     * The owner of a link that {@link #create} is about to make. Until then it is not due: looking after it would find a creation that somebody has
     * left half-way, and undo it.
     */
    static LinkOwner toBeCreated(StoredLink stored, LinkStore store, FlowConnectors flows, Clock clock) {
        LinkOwner owner = new LinkOwner(stored, store, flows, clock);
        owner.due = Instant.MAX;
        return owner;
    }

    /** The owner of a link that could not be read until {@link #mend} is called. Until then it is neither due nor to be seen. */
    static LinkOwner toBeMended(StoredLink stored, LinkStore store, FlowConnectors flows, Clock clock) {
        LinkOwner owner = toBeCreated(stored, store, flows, clock);
        owner.view = Optional.empty();
        return owner;
    }

    /** Empty while the link is being created. */
    Optional<LinkView> view() {
        return view;
    }

    /** When {@link #reconcile()} is to be called next. */
    Instant due() {
        return due;
    }

    /** Whether nothing of the link is left and the owner may be forgotten. */
    boolean gone() {
        return gone;
    }

    LinkView create() {
        begin();
        due = Instant.MIN;
        try {
            flows.create(stored);
            keep(stored.in(Phase.CREATED).applied());
        } catch (ConnectRuntimeException | StoreUnavailableException e) {
            undo();
            throw e;
        }
        LOG.info("Link {} created.", stored.id());
        reconcile();
        return current();
    }

    /** Keeps the mended document in place of what could not be read, and goes on with the link from where it was. */
    LinkView mend() {
        try {
            flows.validate(stored.link(), stored.allFlows());
            keep(stored);
        } catch (RuntimeException e) {
            gone = true;
            throw e;
        }
        due = Instant.MIN;
        LOG.info("Link {} mended, and at version {}.", stored.id(), stored.revision());
        return carryOut(STORED_AND_APPLIED_LATER);
    }

    private void begin() {
        try {
            flows.validate(stored.link(), stored.allFlows());
            flows.requireFree(stored.link());
            keep(stored.locatedAt(flows.locations(stored.link(), stored.allFlows())));
        } catch (RuntimeException e) {
            gone = true;
            throw e;
        }
    }

    /** No task has ever run, so that there are no checkpoints to erase. */
    private void undo() {
        try {
            flows.delete(stored, false);
            forget();
        } catch (ConnectRuntimeException | StoreUnavailableException | LinkException.Leftover e) {
            LOG.warn("Link {} could not be created, and undoing that is not through: {}", stored.id(), e.getMessage());
            postpone();
        }
    }

    /** @param waiting whether Connect is told before this returns, rather than at the next {@link #reconcile()} */
    LinkView act(LinkAction action, boolean waiting) {
        DesiredState desired = action.desired();
        refuseWhileDeleting();
        Instant now = clock.instant();
        LinkStatus.Move move = move(action, now);
        if (move instanceof LinkStatus.NotAllowed) {
            throw notAllowed(action);
        }
        boolean failed = stored.status() instanceof LinkStatus.Failed;
        if (desired == stored.desired() && !failed) {
            return current();
        }
        if (desired == DesiredState.RUNNING) {
            flows.requireNoConflict(stored.link());
        }
        StoredLink next = stored.desiring(desired);
        if (desired == DesiredState.RUNNING) {
            // Stopping and pausing show once Connect has done them; a start shows at once.
            next = next.in(
                    move instanceof LinkStatus.MovesTo moves ? moves.status() : new LinkStatus.Initializing(now));
            if (action == LinkAction.START) {
                next = next.startedAt(now);
            }
        }
        keep(next);
        LOG.info("Link {}: {} asked for.", stored.id(), action.word());
        reconciler.begin();
        if (!waiting) {
            due = now;
            return current();
        }
        return carryOut("The desired state is stored and is carried out as soon as Connect answers.");
    }

    /** On the way from one status to another, what is legal from either is legal. */
    private LinkStatus.Move move(LinkAction action, Instant now) {
        LinkStatus.Move move = stored.status().on(action, now);
        if (!(move instanceof LinkStatus.NotAllowed)) {
            return move;
        }
        return switch (stored.desired()) {
            case STOPPED -> new LinkStatus.Stopped(now).on(action, now);
            case PAUSED -> new LinkStatus.Paused(now).on(action, now);
            default -> move;
        };
    }

    LinkView update(OptionalLong ifRevision, Function<ReplicationLink, Read<ReplicationLink>> change) {
        refuseWhileDeleting();
        Read<ReplicationLink> read = change.apply(stored.link());
        boolean repeated = read instanceof Read.Valid<ReplicationLink> same
                && same.value().equals(stored.link())
                && stored.appliedRevision() < stored.revision();
        if (repeated) {
            // The answer to a caller who was told to try again.
            return carryOut(STORED_AND_APPLIED_LATER);
        }
        current().requireRevision(ifRevision);
        if (!stored.status().allowedActions().contains(LinkAction.UPDATE)) {
            throw notAllowed(LinkAction.UPDATE);
        }
        if (read instanceof Read.Invalid<ReplicationLink> invalid) {
            throw new LinkException.Invalid(invalid.faults());
        }
        ReplicationLink link = ((Read.Valid<ReplicationLink>) read).value();
        if (link.equals(stored.link())) {
            return current();
        }
        requireRest();
        flows.validate(link, Flow.of(link, stored.flows().keySet()));
        keep(stored.updatedTo(link));
        LOG.info("Link {} updated to version {}.", stored.id(), stored.revision());
        return carryOut(STORED_AND_APPLIED_LATER);
    }

    /** The status of a link that has just been taken over, or whose Connect cluster is away, says where it was. */
    private void requireRest() {
        if (!view.map(LinkView::reconciled).orElse(false)) {
            try {
                step();
            } catch (ConnectRuntimeException.InvalidConfig e) {
                // It is the version that Connect refuses which the caller may be about to mend.
                return;
            }
        }
        if (!current().reconciled()) {
            throw new LinkException.Busy("link " + stored.id() + " is on its way to be "
                    + (stored.desired() == DesiredState.PAUSED ? "paused" : "stopped") + "; try again");
        }
    }

    /** Has Connect set where a partition of the source goes on: that takes a connector that is stopped. */
    void goOnAt(Flow flow, TopicPartition partition, long next) {
        refuseWhileDeleting();
        if (!(stored.status() instanceof LinkStatus.Stopped)) {
            throw new LinkException.NotAllowed(
                    Advice.notStopped(stored), stored.status(), current().allowedActions());
        }
        requireRest();
        flows.goOnAt(stored, flow, partition, next);
        LOG.info("Link {}: partition {} of flow {} goes on at offset {}.", stored.id(), partition, flow.name(), next);
    }

    /** @param force whether offsets and checkpoints that cannot be erased now are left behind */
    void delete(OptionalLong ifRevision, boolean force) {
        if (stored.phase() != Phase.DELETING) {
            current().requireRevision(ifRevision);
            boolean stopped = stored.status() instanceof LinkStatus.Stopped && stored.desired() == DesiredState.STOPPED;
            if (!stopped) {
                throw notAllowed(LinkAction.DELETE);
            }
            keep(stored.in(Phase.DELETING));
        }
        try {
            finishDeletion(force);
        } catch (ConnectRuntimeException | StoreUnavailableException e) {
            throw unfinished(e.getMessage(), e);
        } catch (LinkException.Leftover e) {
            throw unfinished(e.getMessage() + ". DELETE with ?force=true leaves them behind", e.getCause());
        }
    }

    private LinkException.Unfinished unfinished(String missing, Throwable cause) {
        deletionPostponed(missing);
        return new LinkException.Unfinished(
                "link " + stored.id() + " is being deleted and the bridge goes on with it; what is missing: " + missing,
                cause);
    }

    private void deletionPostponed(String missing) {
        publish(Optional.of("Deletion is not through: " + missing));
        postpone();
    }

    /** Brings Connect a step nearer to the desired state and looks at what has come of it. */
    void reconcile() {
        // A call that came first may have looked after the link already.
        if (gone || clock.instant().isBefore(due)) {
            return;
        }
        switch (stored.phase()) {
            case CREATING -> undo();
            case DELETING -> goOnDeleting();
            case CREATED -> carryOutQuietly();
        }
    }

    private void goOnDeleting() {
        try {
            finishDeletion(false);
        } catch (ConnectRuntimeException | StoreUnavailableException | LinkException.Leftover e) {
            deletionPostponed(e.getMessage());
        }
    }

    private void finishDeletion(boolean force) {
        flows.delete(stored, force);
        try {
            flows.eraseCheckpoints(stored);
        } catch (ClusterUnreachableException e) {
            if (!force) {
                throw new LinkException.Leftover(e.getMessage(), e);
            }
            LOG.warn("Link {}: checkpoints stay behind: {}", stored.id(), e.getMessage());
        }
        forget();
        LOG.info("Link {} deleted.", stored.id());
    }

    private void forget() {
        store.remove(stored.id());
        gone = true;
        view = Optional.empty();
    }

    private LinkView carryOut(String consolation) {
        try {
            step();
        } catch (ConnectRuntimeException e) {
            publish(Optional.of(e.getMessage()));
            postpone();
            throw new LinkException.Unfinished(e.getMessage() + ". " + consolation, e);
        }
        return current();
    }

    private void carryOutQuietly() {
        try {
            step();
        } catch (ConnectRuntimeException e) {
            if (view.flatMap(LinkView::blockedBy).isEmpty()) {
                LOG.warn("Link {}: {}", stored.id(), e.getMessage());
            }
            publish(Optional.of(e.getMessage()));
            postpone();
        } catch (StoreUnavailableException e) {
            // What was observed will be observed again.
            LOG.warn("Link {}: {}", stored.id(), e.getMessage());
            postpone();
        }
    }

    private void step() {
        Optional<Map<String, String>> locations = flows.relocate(stored);
        if (locations.isEmpty()) {
            publish(Optional.of("A flow moves to another Connect cluster, and stops at the one it was on first."));
            due = clock.instant().plus(Reconciler.SOON);
            return;
        }
        if (!locations.get().equals(stored.locations())) {
            keep(stored.locatedAt(locations.get()));
        }
        Optional<ConnectRuntimeException> refusal = configure();
        Reconciler.Outcome outcome = reconciler.step(stored);
        if (!outcome.status().equals(stored.status())) {
            log(outcome.status());
            keep(stored.in(outcome.status()));
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        publish(outcome.blockedBy(), outcome.reconciled());
        due = clock.instant().plus(outcome.again());
    }

    /**
     * Applies a version that is not applied yet.
     *
     * @return what Connect has against it, if the link is to rest: for that any version is good enough
     */
    private Optional<ConnectRuntimeException> configure() {
        if (stored.appliedRevision() == stored.revision()) {
            return Optional.empty();
        }
        try {
            flows.configure(stored);
        } catch (ConnectRuntimeException.InvalidConfig e) {
            if (stored.desired() == DesiredState.RUNNING) {
                throw e;
            }
            return Optional.of(e);
        }
        keep(stored.applied());
        return Optional.empty();
    }

    private void log(LinkStatus status) {
        if (status instanceof LinkStatus.Failed failed) {
            LOG.error("Link {} keeps failing and is restarted with growing delay: {}", stored.id(), failed.reason());
        } else {
            LOG.info("Link {} is {}.", stored.id(), status.word());
        }
    }

    private void keep(StoredLink next) {
        store.put(next);
        stored = next;
        publish(Optional.empty());
    }

    private void publish(Optional<String> blockedBy) {
        publish(blockedBy, false);
    }

    private void publish(Optional<String> blockedBy, boolean reconciled) {
        if (stored.phase() == Phase.CREATING) {
            return;
        }
        view = Optional.of(LinkView.of(
                stored,
                reconciled,
                reconciler.consecutiveFailures(),
                reconciler.totalFailures(),
                flows.workers(stored),
                blockedBy));
    }

    private LinkView current() {
        return view.orElseThrow(() -> new LinkException.NotFound(stored.id()));
    }

    private void postpone() {
        due = clock.instant().plus(Duration.ofSeconds(5));
    }

    private void refuseWhileDeleting() {
        current().refuseWhileDeleting();
    }

    private LinkException.NotAllowed notAllowed(LinkAction action) {
        return new LinkException.NotAllowed(
                Advice.notAllowed(stored, action),
                stored.status(),
                stored.status().allowedActions());
    }
}
