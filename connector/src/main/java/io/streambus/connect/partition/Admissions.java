package io.streambus.connect.partition;

import io.streambus.connect.cluster.ClusterException;
import io.streambus.connect.start.Admission;
import io.streambus.connect.start.StartCandidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of which it is being found out where they go on. Confined to the task's thread. */
final class Admissions {

    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);

    private final Admission admission;
    private final Unowned unowned;
    private final Map<TopicPartition, StartCandidate> waiting = new HashMap<>();
    private Optional<String> trouble = Optional.empty();

    /** @param unowned is given back what could not be decided */
    Admissions(Admission admission, Unowned unowned) {
        this.admission = admission;
        this.unowned = unowned;
    }

    void begin(List<StartCandidate> fresh) {
        if (!fresh.isEmpty()) {
            fresh.forEach(candidate -> waiting.put(candidate.source(), candidate));
            admission.decide(fresh);
        }
    }

    /** Whatever is found out of the partition does not count any more. */
    void cancel(TopicPartition partition) {
        waiting.remove(partition);
    }

    boolean contains(TopicPartition partition) {
        return waiting.containsKey(partition);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Why partitions wait to be taken up; empty if none does. */
    Optional<String> trouble() {
        return trouble;
    }

    /**
     * @param waitMs for a first one to be decided
     * @return what has been decided
     * @throws ClusterException if a cluster refuses the flow's rights or password
     */
    List<Admission.Outcome.Decided> decided(long waitMs) throws InterruptedException {
        List<Admission.Outcome.Decided> all = new ArrayList<>();
        Admission.Outcome outcome = admission.poll(waitMs);
        while (outcome != null) {
            if (outcome instanceof Admission.Outcome.Decided decided && isCurrent(decided.candidate())) {
                waiting.remove(decided.candidate().source());
                trouble = Optional.empty();
                all.add(decided);
            } else if (outcome instanceof Admission.Outcome.Gone gone && isCurrent(gone.candidate())) {
                // Deleted since the snapshot of the topics: the next one says so.
                waiting.remove(gone.candidate().source());
            } else if (outcome instanceof Admission.Outcome.Failed failed) {
                failed(failed);
            }
            outcome = admission.poll(0);
        }
        return all;
    }

    /** Whether it is this very admission that is waited for, not an earlier one of the same partition. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isCurrent(StartCandidate candidate) {
        return waiting.get(candidate.source()) == candidate;
    }

    private void failed(Admission.Outcome.Failed failed) {
        if (Admission.isRefusal(failed.why())) {
            throw (ClusterException) failed.why();
        }
        String what = "Where partitions go on cannot be found out for now: " + ClusterException.describe(failed.why());
        if (trouble.isEmpty()) {
            LOG.warn("{}", what);
        }
        trouble = Optional.of(what);
        // The next snapshot of the topics tries again.
        failed.candidates().stream().filter(this::isCurrent).forEach(candidate -> {
            waiting.remove(candidate.source());
            candidate.gap().ifPresent(gap -> unowned.found(candidate.source(), gap));
        });
    }
}
