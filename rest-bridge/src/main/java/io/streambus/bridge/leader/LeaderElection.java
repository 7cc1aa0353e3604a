package io.streambus.bridge.leader;

import io.streambus.bridge.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands for election: the member of a consumer group who is assigned the one partition of the links topic leads. Members that join do not take it
 * from who has it. The lease is renewed by committing, which the group takes from its members only.
 *
 * <p>The listener has a thread of its own: a take-over reads all links, which may take longer than a lease lasts, and the lease is renewed meanwhile.
 *
 * <p>Thread-safe; consumer and flags are confined to its thread.
 */
public final class LeaderElection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
    /** The brokers' default lower bound ({@code group.min.session.timeout.ms}). */
    private static final Duration SESSION = Duration.ofSeconds(6);

    /** Its answer tells a follower that the leader is gone, so it adds to the time until another leads. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private static final Duration RENEWAL = Duration.ofSeconds(1);
    private static final Duration RENEWAL_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final TopicPartition partition;
    private final Consumer<byte[], byte[]> consumer;
    private final LeadershipListener leadership;
    private final Lease lease;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService turns;
    private final Thread thread;
    private Optional<Future<?>> takeOver = Optional.empty();
    private boolean leading;
    private boolean failing;
    private boolean broken;
    private long askedAt;

    private LeaderElection(
            String topic, Consumer<byte[], byte[]> consumer, LeadershipListener leadership, Lease lease) {
        this.partition = new TopicPartition(topic, 0);
        this.consumer = consumer;
        this.leadership = leadership;
        this.lease = lease;
        this.turns = Executors.newSingleThreadExecutor(turn -> {
            Thread leader = new Thread(turn, "streambus-bridge-leader");
            leader.setDaemon(true);
            return leader;
        });
        this.thread = new Thread(this::run, "streambus-bridge-election");
        thread.setDaemon(true);
    }

    /**
     * Stands for election until closed.
     *
     * @param clients how to reach the control cluster
     * @param topic the links topic, which exists; the group is named after it
     */
    public static LeaderElection start(Map<String, String> clients, String topic, LeadershipListener leadership) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.putIfAbsent("client.id", "streambus-bridge-election");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, topic + ".leader");
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(SESSION.toMillis()));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.toIntExact(HEARTBEAT.toMillis()));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return start(
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                topic,
                leadership,
                new Lease(SESSION, System::nanoTime));
    }

    /**
     * @param consumer a member of the group that has not subscribed yet; closed with the candidate
     * @param lease that nobody holds yet
     */
    static LeaderElection start(
            Consumer<byte[], byte[]> consumer, String topic, LeadershipListener leadership, Lease lease) {
        LeaderElection candidate = new LeaderElection(topic, consumer, leadership, lease);
        candidate.thread.start();
        return candidate;
    }

    private void run() {
        try {
            consumer.subscribe(List.of(partition.topic()), new Rebalances());
            while (closing.getCount() > 0) {
                guarded(this::turn);
            }
        } finally {
            guarded(this::resign);
            turns.shutdown();
            // Leaves the group, which hands over at once.
            consumer.close();
        }
    }

    /** A bridge whose election had ended would never lead again, and nobody would see why. */
    private void guarded(Runnable step) {
        try {
            step.run();
            broken = false;
        } catch (RuntimeException e) {
            if (!broken) {
                LOG.error("The election of a leading bridge failed unexpectedly; this is a defect of the bridge.", e);
                broken = true;
            }
            pause();
        }
    }

    private void turn() {
        try {
            consumer.poll(POLL);
            settleTakeOver();
            if (consumer.assignment().contains(partition)) {
                renew();
                beginTakeOver();
            }
            if (failing && takeOver.isEmpty()) {
                LOG.info("The election works again.");
                failing = false;
            }
        } catch (WakeupException | InterruptException e) {
            // close() has called; the loop's condition says so too.
        } catch (KafkaException | StoreUnavailableException e) {
            if (!failing) {
                LOG.warn("The election of a leading bridge does not work at the moment: {}", e.getMessage());
                failing = true;
            }
            pause();
        } finally {
            if ((leading || takeOver.isPresent()) && !lease.held()) {
                stepDown("it has not heard from the group in time, or another bridge has taken over the store");
            }
        }
    }

    private void renew() {
        long now = lease.now();
        if (lease.held() && now - askedAt < RENEWAL.toNanos()) {
            return;
        }
        askedAt = now;
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(0)), RENEWAL_TIMEOUT);
        // A lease that was ended meanwhile ends the term first: the next one takes over the store anew.
        if ((!leading && takeOver.isEmpty()) || lease.held()) {
            lease.proven(now);
        }
    }

    private void beginTakeOver() {
        if (!leading && takeOver.isEmpty() && lease.held()) {
            takeOver = Optional.of(turns.submit(() -> leadership.begin(lease)));
        }
    }

    private void settleTakeOver() {
        if (takeOver.filter(Future::isDone).isEmpty()) {
            return;
        }
        Future<?> settled = takeOver.get();
        takeOver = Optional.empty();
        awaitTurn(settled);
        leading = true;
        if (lease.held()) {
            LOG.info("This bridge leads.");
        }
    }

    private void resign() {
        stepDown("it is closing");
        if (takeOver.isPresent()) {
            try {
                awaitTurn(takeOver.get());
            } catch (KafkaException | StoreUnavailableException e) {
                LOG.info("A take-over was given up, for the bridge is closing: {}", e.getMessage());
                return;
            }
            awaitTurn(turns.submit(leadership::end));
        }
    }

    /** A take-over under way fails at its next call, for it has no lease any more; what it still begins is ended when it has settled. */
    private void stepDown(String reason) {
        lease.end();
        if (leading) {
            leading = false;
            LOG.info("This bridge leads no more: {}.", reason);
            awaitTurn(turns.submit(leadership::end));
        }
    }

    private void follow() {
        try {
            leadership.follow();
        } catch (RuntimeException e) {
            LOG.error("Following another bridge failed unexpectedly; this is a defect of the bridge.", e);
        }
    }

    /** @throws RuntimeException what the listener has thrown */
    private static void awaitTurn(Future<?> turn) {
        try {
            turn.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void pause() {
        try {
            var unused = closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Resigns, so that another bridge leads at once. Idempotent. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Rebalances implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            // The partition is a token here; its entries are read elsewhere.
            consumer.pause(consumer.assignment());
            if (!consumer.assignment().contains(partition)) {
                // Not waited for: behind a take-over it would keep this member from polling.
                turns.execute(LeaderElection.this::follow);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            if (!revoked.contains(partition)) {
                return;
            }
            stepDown("the group has given leadership to another");
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            stepDown("the group has given it up for dead");
        }
    }
}
