package io.streambus.connect.partition;

import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.evidence.Evidence;
import io.streambus.connect.limits.TopicLimits;
import io.streambus.connect.progress.PartitionProgress;
import io.streambus.connect.progress.SourcePartition;
import io.streambus.connect.provenance.CopyOrder;
import io.streambus.connect.provenance.PartitionStamp;
import io.streambus.connect.start.HolePolicy;
import io.streambus.connect.start.StartDecision;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source partition that the task copies: all that its records have in common, made once. One that is opened again, after a gap or because its
 * topic was created anew, is another object; so identity tells whether something still belongs to the partition as it is now. Confined to the task's
 * thread, but for its progress.
 */
public final class OwnedPartition {

    private static final Logger LOG = LoggerFactory.getLogger(OwnedPartition.class);

    private final TopicPartition source;
    private final String targetTopic;
    private final PartitionStamp stamp;
    private final SourcePartition key;
    private final boolean verified;
    private final CopyOrder copies = new CopyOrder();
    private TopicLimits limits;
    /** Null once everything that it speaks of has been passed, as is the rule: asked for each record, so no object. */
    private Evidence evidence;

    private Evidence.Sighting sighting;
    private boolean filling;

    /**
     * @param source on the source cluster
     * @param targetTopic the topic on the target; the partition number is the same
     * @param limits of the topic on the target
     * @param stamp writes the hop of its records
     * @param key what Connect knows it by
     * @param evidence of records that stand on the target already
     * @param verified whether evidence that matches no record of the source stops the partition
     */
    public OwnedPartition(
            TopicPartition source,
            String targetTopic,
            TopicLimits limits,
            PartitionStamp stamp,
            SourcePartition key,
            Evidence evidence,
            boolean verified) {
        this.source = source;
        this.targetTopic = targetTopic;
        this.limits = limits;
        this.stamp = stamp;
        this.key = key;
        this.verified = verified;
        this.evidence = evidence.isEmpty() ? null : evidence;
    }

    public TopicPartition source() {
        return source;
    }

    public String targetTopic() {
        return targetTopic;
    }

    public TopicPartition target() {
        return new TopicPartition(targetTopic, source.partition());
    }

    public TopicLimits limits() {
        return limits;
    }

    void limitedBy(TopicLimits now) {
        limits = now;
    }

    public PartitionStamp stamp() {
        return stamp;
    }

    /** The copies of other flows that stand in it. */
    public CopyOrder copies() {
        return copies;
    }

    public SourcePartition key() {
        return key;
    }

    public PartitionProgress progress() {
        return key.progress();
    }

    /** Where it is to be read from. */
    OffsetAndMetadata position() {
        PartitionCheckpoint now = progress().checkpoint(0, Standing.RUNNING);
        Optional<Integer> epoch =
                now.leaderEpoch().isPresent() ? Optional.of(now.leaderEpoch().getAsInt()) : Optional.empty();
        return new OffsetAndMetadata(now.nextSourceOffset(), epoch, "");
    }

    /** Whether a copy of some record that is read next may stand on the target already. Asked for each record, and rarely so. */
    public boolean hasEvidence() {
        return evidence != null;
    }

    /**
     * Whether a copy of the record stands on the target: then it is noted, and not to be handed over. Where the order counts, one that stands before the
     * copy of an older record does not: copying everything again was broken off there.
     *
     * @param record the next one of the partition
     * @param size of its key and value, in bytes
     * @param holes what is done with those of which no copy stands there
     */
    public boolean isSeen(ConsumerRecord<byte[], byte[]> record, int size, HolePolicy holes) {
        if (record.offset() >= evidence.end()) {
            evidence = null;
            return false;
        }
        sighting = evidence.look(record);
        boolean inOrder = !evidence.isOvertaken() || holes.on(limits.compacted()) != HolePolicy.REWIND;
        if (sighting != Evidence.Sighting.SEEN || !inOrder) {
            return false;
        }
        progress().seen(record.offset(), size, evidence.lastTarget());
        return true;
    }

    /**
     * What becomes of a record that was not {@link #isSeen seen} and should be: neither a loop, nor dropped by a filter, nor refused.
     *
     * @param offset of the record
     * @param holes what to do if later ones stand on the target
     * @return why the partition must not go on; empty if the record is to be copied
     */
    public Optional<String> missing(long offset, HolePolicy holes) {
        if (evidence == null) {
            return Optional.empty();
        }
        if (sighting == Evidence.Sighting.OTHER_CONTENT && verified) {
            return Optional.of(StartDecision.unmatched(targetTopic, source, offset) + ".");
        }
        return switch (holes.on(limits.compacted())) {
            case FAIL ->
                Optional.of("Record at offset " + offset + " of " + source
                        + " is missing on the target, where later ones stand. The partition stands still before it. Set source.hole.policy to fill,"
                        + " which copies it behind them, or to rewind, which copies everything from there on again.");
            case REWIND -> {
                rewind(offset);
                yield Optional.empty();
            }
            default -> {
                tellOfFilling(offset);
                yield Optional.empty();
            }
        };
    }

    /** Once: how many there were in the end, the counter of reordered records says. */
    private void tellOfFilling(long offset) {
        if (!filling) {
            LOG.warn(
                    "Record at offset {} of {} is missing on the target, where later ones up to offset {} stand: what is missing there is copied behind"
                            + " them, unless a transform drops it",
                    offset,
                    source,
                    evidence.end() - 1);
        }
        filling = true;
    }

    /** From here on everything is copied, whatever stands on the target. */
    private void rewind(long offset) {
        long repeated = evidence.ahead();
        evidence = null;
        progress().rewound(repeated);
        LOG.warn(
                "Record at offset {} of {} {}: everything from there on is copied again, {} records of it for the second time, so that the newest record"
                        + " of each key stays the last one",
                offset,
                source,
                sighting == Evidence.Sighting.SEEN
                        ? "stands on the target before the copy of an older one"
                        : "is missing on the target, where later ones stand",
                repeated);
    }
}
