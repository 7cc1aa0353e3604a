package io.streambus.connect.group;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.EntryWriter;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.PassReport;
import io.streambus.connect.cluster.ClusterException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pass over the groups every so often, and what is told of it: entries of the checkpoints topic, MirrorMaker 2's checkpoints, and the log where
 * something begins or ends. Confined to one thread.
 */
public final class GroupPasses {

    private static final Logger LOG = LoggerFactory.getLogger(GroupPasses.class);

    private final String flow;
    private final GroupSync sync;
    private final GroupLedger ledger;
    private final MirrorCheckpoints mirror;
    private final Intervals intervals;
    private final LongSupplier nowMs;

    private long refreshedAtMs;
    private boolean refreshed;
    private long emittedAtMs;
    private boolean emitted;
    private Optional<String> trouble = Optional.empty();
    private List<String> warnings = List.of();

    /**
     * @param pass between the begins of two passes
     * @param refresh how often to look for groups and topics, at a pass
     * @param emit how often to write MirrorMaker 2's checkpoints, at a pass; empty for never
     */
    public record Intervals(Duration pass, Duration refresh, Optional<Duration> emit) {}

    /**
     * @param stored what the checkpoints topic says of the flow's groups
     * @param nowMs the wall clock
     */
    public GroupPasses(
            GroupSync.Parts parts,
            GroupSync.Rules rules,
            Intervals intervals,
            EntryWriter writer,
            Map<CheckpointKey.Group, GroupOffset> stored,
            MirrorCheckpoints mirror,
            LongSupplier nowMs) {
        this.flow = rules.flow();
        this.ledger = new GroupLedger(flow, writer, stored);
        this.sync = new GroupSync(parts, rules, ledger, nowMs);
        this.mirror = mirror;
        this.intervals = intervals;
        this.nowMs = nowMs;
    }

    /**
     * Passes over all groups. What may pass by itself is told, and tried again the next time.
     *
     * @return how long to wait until the next pass
     * @throws ClusterException if a cluster refuses the flow: only people can mend that
     */
    public Duration run() throws InterruptedException {
        long startedAtMs = nowMs.getAsLong();
        try {
            if (!refreshed || startedAtMs - refreshedAtMs >= intervals.refresh().toMillis()) {
                sync.refresh();
                refreshed = true;
                refreshedAtMs = startedAtMs;
            }
            tell(sync.pass(), startedAtMs);
        } catch (InterruptException e) {
            throw e;
        } catch (ClusterException e) {
            if (e.isRefusal()) {
                throw e;
            }
            failed(e.getMessage(), startedAtMs);
        } catch (KafkaException e) {
            failed(e.toString(), startedAtMs);
        }
        return intervals.pass().minusMillis(nowMs.getAsLong() - startedAtMs);
    }

    private void tell(PassOutcome outcome, long startedAtMs) {
        if (trouble.isPresent()) {
            LOG.info("The groups of {} are translated again", flow);
        }
        trouble = Optional.empty();
        boolean due = intervals
                .emit()
                .filter(every -> !emitted || startedAtMs - emittedAtMs >= every.toMillis())
                .isPresent();
        if (due) {
            mirror.write(outcome.mirrored());
            emitted = true;
            emittedAtMs = startedAtMs;
        }
        PassReport report = outcome.report(startedAtMs, nowMs.getAsLong());
        report.warnings().stream()
                .filter(warning -> !warnings.contains(warning))
                .forEach(LOG::warn);
        warnings = report.warnings();
        LOG.debug("{}", report);
        var unused = ledger.write(report);
    }

    private void failed(String why, long startedAtMs) {
        if (trouble.isEmpty()) {
            LOG.warn("The groups of {} cannot be translated for now: {}", flow, why);
        }
        trouble = Optional.of(why);
        var unused = ledger.write(new PassReport(
                startedAtMs, Math.max(startedAtMs, nowMs.getAsLong()), 0, 0, 0, 0, 0, List.of(), trouble));
    }
}
