package io.streambus.bridge.health;

import io.streambus.bridge.health.LinkFacts.OpenFact;
import io.streambus.bridge.transaction.OpenTransaction;
import io.streambus.bridge.transaction.OpenTransaction.Producer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A transaction that stays open on the source: whatever was written behind its beginning is not copied, as readers of committed records do
 * not get it. It may be one that hangs, and stays until somebody aborts it. Pure.
 */
final class OpenTransactionRule {

    private static final int NAMED_AT_MOST = 5;
    private static final int PRODUCERS_AT_MOST = 3;

    private OpenTransactionRule() {}

    /** The oldest first; empty while none has been open for {@link OpenTransaction#TOLD_AFTER}. */
    static List<String> sentences(LinkFacts facts) {
        List<OpenFact> old = facts.openTransactions().stream()
                .filter(fact -> fact.open().age(facts.at()).compareTo(OpenTransaction.TOLD_AFTER) >= 0)
                .sorted(Comparator.<OpenFact, Instant>comparing(
                                fact -> fact.open().since())
                        .thenComparing(OpenFact::clusterId)
                        .thenComparing(OpenFact::topic)
                        .thenComparing(OpenFact::partition))
                .toList();
        List<String> sentences = new ArrayList<>(old.stream()
                .limit(NAMED_AT_MOST)
                .map(OpenTransactionRule::sentence)
                .toList());
        if (old.size() > NAMED_AT_MOST) {
            sentences.add("Open transactions hold back " + (old.size() - NAMED_AT_MOST)
                    + " more partitions; the metrics of the link name them all.");
        }
        return sentences;
    }

    private static String sentence(OpenFact fact) {
        OpenTransaction open = fact.open();
        return "A transaction that has been open on cluster " + fact.clusterId() + " since "
                + open.since().truncatedTo(ChronoUnit.SECONDS) + " holds back " + open.records() + " offsets of "
                + fact.topic() + '-' + fact.partition() + " from offset " + open.stableOffset() + " on, held by "
                + holders(open) + ". They are copied once it has ended. If its producer is gone, end it:"
                + " kafka-transactions.sh --bootstrap-server <brokers of " + fact.clusterId() + "> abort --topic "
                + fact.topic() + " --partition " + fact.partition() + " --start-offset " + open.stableOffset();
    }

    private static String holders(OpenTransaction open) {
        if (open.unknown().isPresent()) {
            return "a producer that could not be found out (" + open.unknown().get() + ')';
        }
        if (open.producers().isEmpty()) {
            return "a producer that has ended it meanwhile or is not known yet";
        }
        String named = open.producers().stream()
                .limit(PRODUCERS_AT_MOST)
                .map(OpenTransactionRule::named)
                .collect(Collectors.joining(", "));
        int more = open.producers().size() - PRODUCERS_AT_MOST;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    private static String named(Producer producer) {
        return "producer id " + producer.id()
                + producer.transactionalId()
                        .map(id -> " (transactional id " + id + ")")
                        .orElse(" (no transactional id known: it may hang)");
    }
}
