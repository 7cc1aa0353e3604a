package io.streambus.connect.group;

import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.FlowCheckpoints;
import io.streambus.connect.checkpoint.group.GroupKind;
import io.streambus.connect.checkpoint.group.GroupOutcome;
import io.streambus.connect.group.GroupCluster.GroupCommit;
import io.streambus.connect.group.position.FlowTranslator;
import io.streambus.connect.group.position.Position;
import io.streambus.connect.group.position.TargetCopies;
import io.streambus.connect.topic.SourceTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One pass after the other over the groups of a flow: what they have committed at the source, where that is on the target, and what of it is committed
 * there. Everything is asked for all groups at once. Confined to one thread.
 */
public final class GroupSync {

    private final Parts parts;
    private final Rules rules;
    private final GroupLedger ledger;
    private final LongSupplier nowMs;

    private Map<String, GroupKind> wanted = Map.of();
    private Map<String, SourceTopic> topics = Map.of();
    private Optional<Duration> retention = Optional.empty();
    private List<String> warnings = List.of();

    /**
     * What passes are made of.
     *
     * @param checkpoints what the flow's checkpoints say at the time of the call
     */
    public record Parts(
            GroupCluster source,
            GroupCluster target,
            CarriedTopics carried,
            Supplier<FlowCheckpoints> checkpoints,
            TargetCopies copies) {}

    /**
     * What passes are to do.
     *
     * @param flow whose groups they are
     * @param selection which groups are wanted, by name
     * @param commits whether positions are committed
     */
    public record Rules(String flow, Predicate<String> selection, boolean commits) {}

    /** @param nowMs the wall clock */
    GroupSync(Parts parts, Rules rules, GroupLedger ledger, LongSupplier nowMs) {
        this.parts = parts;
        this.rules = rules;
        this.ledger = ledger;
        this.nowMs = nowMs;
    }

    /** Looks which groups and topics there are, for this pass and the next ones; before the first pass, and every so often. */
    void refresh() throws InterruptedException {
        wanted = SourceGroups.wanted(parts.source(), rules.selection());
        topics = parts.carried().look();
        retention = parts.target().offsetsRetention();
        warnings = StreamsWarnings.look(parts.source(), wanted, topics.keySet());
    }

    /**
     * Goes through all groups once.
     *
     * @return what came of it; the ledger knows it too
     * @throws io.streambus.connect.cluster.ClusterException if a cluster refuses or does not answer
     * @throws TimeoutException likewise of the target
     */
    PassOutcome pass() throws InterruptedException {
        // In this order: what a group has read by now is known to the checkpoints that are read then, and stands on the
        // target where that is looked at last.
        SourceGroups groups = SourceGroups.look(parts.source(), wanted);
        FlowCheckpoints checkpoints = parts.checkpoints().get();
        FlowTranslator translator = new FlowTranslator(checkpoints, topics, parts.copies(), groups.partitions());
        TargetGroups there = TargetGroups.look(parts.target(), wanted);
        List<Verdict> verdicts = commit(judge(groups, translator, there));
        Map<CheckpointKey.Group, Verdict> byGroup = new HashMap<>();
        verdicts.forEach(verdict -> {
            byGroup.put(verdict.group(), verdict);
            ledger.note(verdict.group(), verdict.done(ledger.before(verdict.group()), nowMs.getAsLong()));
        });
        ledger.keepOnly(group -> byGroup.containsKey(group) || groups.failed().containsKey(group.group()));
        return new PassOutcome(wanted.size(), verdicts, groups.failed(), warnings);
    }

    private List<Verdict> judge(SourceGroups groups, FlowTranslator translator, TargetGroups there) {
        CommitRule rule = new CommitRule(there.cluster(), retention);
        List<Verdict> verdicts = new ArrayList<>();
        groups.offsets()
                .forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
                    if (topics.containsKey(partition.topic())) {
                        verdicts.add(
                                judge(group, groups.kinds().get(group), partition, offset, translator, there, rule));
                    }
                }));
        return verdicts;
    }

    private Verdict judge(
            String group,
            GroupKind kind,
            TopicPartition partition,
            OffsetAndMetadata offset,
            FlowTranslator translator,
            TargetGroups there,
            CommitRule rule) {
        CheckpointKey.Group key =
                new CheckpointKey.Group(rules.flow(), group, partition.topic(), partition.partition());
        TopicPartition target = translator.onTarget(partition);
        Position position = translator.translate(partition, offset.offset());
        OptionalLong committed = there.offset(group, target);
        CommitRule.Decision decision = rule.decide(position, committed, ledger.before(key), nowMs.getAsLong());
        Verdict verdict = new Verdict(key, kind, target, offset, position, decision.commit(), decision.outcome());
        if (!rules.commits()) {
            return verdict.told(committed);
        }
        return there.obstacle(group, kind).map(verdict::withheld).orElse(verdict);
    }

    private List<Verdict> commit(List<Verdict> verdicts) throws InterruptedException {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets = new HashMap<>();
        Map<String, GroupKind> kinds = new HashMap<>();
        verdicts.stream().filter(verdict -> verdict.commit().isPresent()).forEach(verdict -> {
            String group = verdict.group().group();
            kinds.put(group, verdict.kind());
            offsets.computeIfAbsent(group, any -> new HashMap<>()).put(verdict.target(), verdict.toCommit());
        });
        if (offsets.isEmpty()) {
            return verdicts;
        }
        Map<String, GroupCommit> commits = new HashMap<>();
        offsets.forEach((group, ofGroup) -> commits.put(group, new GroupCommit(kinds.get(group), ofGroup)));
        Map<String, Map<TopicPartition, Throwable>> refused = parts.target().commit(commits);
        return verdicts.stream()
                .map(verdict -> {
                    Throwable refusal = refused.getOrDefault(verdict.group().group(), Map.of())
                            .get(verdict.target());
                    GroupOutcome why = refusal == null
                            ? null
                            : Refusal.outcome(parts.target().cluster(), refusal);
                    return why == null || verdict.commit().isEmpty() ? verdict : verdict.withheld(why);
                })
                .toList();
    }
}
