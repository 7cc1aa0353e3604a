package io.streambus.connect.fetch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads partitions, and gives out what it has read in the order of each partition. A first lane reads everything. Where the way is long, helpers
 * read ranges of those partitions that are far behind, several of one partition at a time if need be, until they are near their end again.
 *
 * <p>What is read ahead is bounded in bytes: {@link FetchPlan#bufferBytes} for each lane, and one fetch and one poll of its consumer.
 *
 * <p>Confined to one thread. Lanes that wait for a long way have threads of their own. Where the first lane is the only one there will ever be, it
 * reads on this thread: records that wait between two threads outlive a garbage collection and leave the caches, and each pays for that.
 */
public final class Fetcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final long TURN_NANOS = Duration.ofMillis(500).toNanos();
    private static final long IDLE_NANOS = Duration.ofSeconds(20).toNanos();

    private final String name;
    private final Function<FetchSize, Consumer<byte[], byte[]>> consumers;
    private final FetchPlan plan;
    private final Duration requestTimeout;

    private final Inbox inbox = new Inbox();
    private final Backlogs backlogs = new Backlogs();
    private final Lane home;
    private final List<Lane> helpers = new ArrayList<>();
    private final Map<TopicPartition, PartitionRead> reads = new HashMap<>();
    private final Deque<FetchedChunk> ready = new ArrayDeque<>();

    private long turnNanos = System.nanoTime();
    private long waitedNanos;
    private long busyNanos = turnNanos;
    private long seenMs;

    /**
     * Opens the first consumer.
     *
     * @param name of the lanes' threads
     * @param consumers opens consumers that are alike but for the size of their fetches; they are closed here
     * @param requestTimeout of those consumers
     * @throws RuntimeException that {@code consumers} throws
     */
    public Fetcher(
            String name,
            Function<FetchSize, Consumer<byte[], byte[]>> consumers,
            FetchPlan plan,
            Duration requestTimeout) {
        this.name = name;
        this.consumers = consumers;
        this.plan = plan;
        this.requestTimeout = requestTimeout;
        this.home = new Lane(
                plan.helpers() == 0 ? Optional.empty() : Optional.of(name + "-lane-0"),
                consumers.apply(plan.home()),
                consumers,
                new FetchSizer(plan.home(), requestTimeout),
                Optional::empty,
                inbox,
                plan.bufferBytes());
        home.start();
    }

    /** Reads these, from these offsets on; what was read of them before and not given out yet is forgotten. */
    public void read(Map<TopicPartition, OffsetAndMetadata> positions) {
        List<OffsetRange> stretches = new ArrayList<>();
        stop(positions.keySet());
        positions.forEach((partition, from) -> {
            PartitionRead read = new PartitionRead(partition);
            reads.put(partition, read);
            stretches.add(read.open(from));
        });
        home.read(stretches);
    }

    /** Reads no others than these of those that it reads. Nothing of the others is given out from now on. */
    public void retain(Set<TopicPartition> wanted) {
        Set<TopicPartition> unwanted = new HashSet<>(reads.keySet());
        unwanted.removeAll(wanted);
        stop(unwanted);
    }

    private void stop(Set<TopicPartition> unwanted) {
        boolean stopped = false;
        for (TopicPartition partition : unwanted) {
            PartitionRead read = reads.remove(partition);
            if (read != null) {
                stopped = true;
                backlogs.remove(read);
                read.drop().forEach(Fetcher::forget);
            }
        }
        if (stopped) {
            home.lookUp();
            helpers.forEach(Lane::lookUp);
        }
    }

    private static void forget(OffsetRange dropped) {
        dropped.held().forEach(FetchedChunk::giveOut);
        dropped.held().clear();
    }

    /**
     * @param timeout how long to wait if there is nothing; zero does not wait
     * @return what comes next of some partition; null if nothing came in time
     * @throws RuntimeException that a consumer has thrown; nothing can be read afterwards
     */
    public Fetched poll(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            for (FetchedChunk chunk = ready.poll(); chunk != null; chunk = ready.poll()) {
                if (!chunk.stretch().of().dropped()) {
                    return giveOut(chunk);
                }
                chunk.giveOut();
            }
            long before = System.nanoTime();
            List<FetchedChunk> arrived = await(Math.max(0, Math.min(end - before, TURN_NANOS)));
            long now = System.nanoTime();
            waitedNanos += now - before;
            arrived.forEach(this::sort);
            turnIfDue(now);
            if (ready.isEmpty() && now - end >= 0) {
                return null;
            }
        }
    }

    private List<FetchedChunk> await(long nanos) throws InterruptedException {
        if (plan.helpers() > 0) {
            return inbox.take(nanos);
        }
        home.readHere(Duration.ofNanos(nanos));
        return inbox.take(0);
    }

    /** What the first lane saw last. */
    public LagSnapshot lagSnapshot() {
        return home.lagSnapshot();
    }

    /** How many consumers are open. */
    public int connections() {
        return 1 + helpers.size();
    }

    private Fetched giveOut(FetchedChunk chunk) {
        chunk.giveOut();
        PartitionRead read = chunk.stretch().of();
        if (chunk.gone() != null) {
            return new Fetched.Gone(read.partition(), chunk.next().offset(), chunk.gone());
        }
        if (!chunk.records().isEmpty()) {
            read.measured(chunk.next().offset() - chunk.records().get(0).offset(), chunk.bytes());
            // By this measure what is left may no longer be worth a helper, with none at work who would end it.
            comeNear(read);
        }
        return new Fetched.Records(read.partition(), chunk.records(), chunk.next());
    }

    /** Lets a chunk go on whose turn it is, and lays others aside. */
    private void sort(FetchedChunk chunk) {
        OffsetRange stretch = chunk.stretch();
        if (stretch.of().dropped()) {
            chunk.giveOut();
        } else if (stretch.of().isNext(stretch)) {
            goOn(chunk);
        } else {
            stretch.held().add(chunk);
        }
    }

    private void goOn(FetchedChunk chunk) {
        ready.add(chunk);
        if (!chunk.last() || chunk.gone() != null) {
            return;
        }
        PartitionRead read = chunk.stretch().of();
        read.passed(chunk.stretch());
        Optional<OffsetRange> next = read.next();
        if (next.isPresent()) {
            Deque<FetchedChunk> held = next.get().held();
            while (!held.isEmpty() && read.isNext(next.get())) {
                goOn(held.poll());
            }
        } else {
            comeNear(read);
        }
    }

    private void comeNear(PartitionRead read) {
        read.comeNear().ifPresent(open -> {
            backlogs.remove(read);
            home.read(List.of(open));
        });
    }

    /** Every so often: are there partitions far behind, and are there lanes enough? */
    private void turnIfDue(long now) {
        if (plan.helpers() == 0 || now - turnNanos < TURN_NANOS) {
            return;
        }
        double idleShare = (double) waitedNanos / (now - turnNanos);
        turnNanos = now;
        waitedNanos = 0;
        spread();
        if (backlogs.isEmpty()) {
            if (now - busyNanos > IDLE_NANOS) {
                closeHelpers();
            }
            return;
        }
        busyNanos = now;
        // If the target is what is slow, further connections to the source are of no use.
        if (helpers.isEmpty() || idleShare > 0.5) {
            openHelpers(Math.min(plan.helpers(), Math.max(2, 2 * helpers.size())));
        }
    }

    private void spread() {
        LagSnapshot lagSnapshot = home.lagSnapshot();
        if (lagSnapshot.atMs() == seenMs) {
            return;
        }
        seenMs = lagSnapshot.atMs();
        lagSnapshot.partitions().forEach((partition, at) -> {
            PartitionRead read = reads.get(partition);
            if (read != null
                    && !read.isFar()
                    && read.bytes(at.behind()) > plan.farBehindBytes()
                    && read.spread(2L * plan.home().partitionBytes(), at.position() + at.behind())) {
                backlogs.add(read);
            }
        });
    }

    private void openHelpers(int wanted) {
        backlogs.sharedBy(wanted);
        while (helpers.size() < wanted) {
            Lane helper = new Lane(
                    Optional.of(name + "-lane-" + (helpers.size() + 1)),
                    null,
                    consumers,
                    new FetchSizer(plan.range(), requestTimeout),
                    backlogs::take,
                    inbox,
                    plan.bufferBytes());
            helpers.add(helper);
            helper.start();
        }
        helpers.forEach(Lane::nudge);
        LOG.debug("{} connections", connections());
    }

    private void closeHelpers() {
        helpers.forEach(Lane::close);
        helpers.clear();
    }

    @Override
    public void close() {
        List<Lane> lanes = new ArrayList<>(helpers);
        lanes.add(home);
        lanes.forEach(Lane::close);
        try {
            for (Lane lane : lanes) {
                lane.awaitEnd(CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
