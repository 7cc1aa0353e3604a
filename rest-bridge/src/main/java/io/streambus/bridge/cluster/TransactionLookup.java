package io.streambus.bridge.cluster;

import io.streambus.bridge.transaction.OpenTransaction.Producer;
import io.streambus.bridge.transaction.OpenTransactions.Holders;
import io.streambus.bridge.transaction.OpenTransactions.Lookup;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks partition leaders for producers with an open transaction, which takes the right to read the topic, and transaction coordinators what they know of
 * these, which takes the right to describe their transactional ids: without it, no more than that is missing. Thread-safe.
 */
final class TransactionLookup implements Lookup {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionLookup.class);

    private final Admin admin;

    TransactionLookup(Admin admin) {
        this.admin = admin;
    }

    /** What a coordinator knows of a producer's transaction; empty of one that it has ended, or never knew. */
    private record Known(String transactionalId, Optional<Instant> openedAt) {}

    @Override
    public Map<TopicPartition, Holders> holders(Set<TopicPartition> partitions, long deadline)
            throws InterruptedException {
        DescribeProducersResult asked = admin.describeProducers(partitions);
        Map<TopicPartition, Holders> holders = new HashMap<>();
        Map<TopicPartition, List<Long>> open = new HashMap<>();
        for (TopicPartition partition : partitions) {
            try {
                open.put(
                        partition,
                        open(await(asked.partitionResult(partition), deadline).activeProducers()));
            } catch (ExecutionException e) {
                holders.put(partition, Holders.unknown(SafeMessage.of(e.getCause())));
            } catch (TimeoutException e) {
                holders.put(partition, Holders.unknown("its leader has not answered in time"));
            }
        }
        Map<Long, Known> known =
                known(open.values().stream().flatMap(List::stream).collect(Collectors.toSet()), deadline);
        open.forEach((partition, producers) -> holders.put(partition, holders(producers, known)));
        return holders;
    }

    /** The one whose transaction began first is the one that holds back the others. */
    private static List<Long> open(List<ProducerState> producers) {
        return producers.stream()
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .sorted(Comparator.comparing(
                        producer -> producer.currentTransactionStartOffset().getAsLong()))
                .map(ProducerState::producerId)
                .toList();
    }

    private static Holders holders(List<Long> producers, Map<Long, Known> known) {
        return new Holders(
                producers.stream()
                        .map(id -> new Producer(
                                id, Optional.ofNullable(known.get(id)).map(Known::transactionalId)))
                        .toList(),
                producers.stream()
                        .findFirst()
                        .flatMap(id -> Optional.ofNullable(known.get(id)))
                        .flatMap(Known::openedAt),
                Optional.empty());
    }

    private Map<Long, Known> known(Set<Long> producers, long deadline) throws InterruptedException {
        Map<Long, Known> known = new HashMap<>();
        if (producers.isEmpty()) {
            return known;
        }
        try {
            for (TransactionListing listing : await(
                    admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                            .all(),
                    deadline)) {
                known.put(
                        listing.producerId(),
                        new Known(listing.transactionalId(), openedAt(listing.transactionalId(), deadline)));
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("What coordinators know of producers {} cannot be told", producers, e);
        }
        return known;
    }

    private Optional<Instant> openedAt(String transactionalId, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        OptionalLong ms = await(
                        admin.describeTransactions(Set.of(transactionalId)).description(transactionalId), deadline)
                .transactionStartTimeMs();
        return ms.isPresent() ? Optional.of(Instant.ofEpochMilli(ms.getAsLong())) : Optional.empty();
    }

    private static <T> T await(KafkaFuture<T> future, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
