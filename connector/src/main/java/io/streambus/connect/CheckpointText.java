package io.streambus.connect;

import io.streambus.connect.checkpoint.CheckpointFormat;
import io.streambus.connect.checkpoint.CheckpointKey;
import io.streambus.connect.checkpoint.Claim;
import io.streambus.connect.checkpoint.Counters;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.TargetPosition;
import io.streambus.connect.checkpoint.TaskCheckpoint;
import io.streambus.connect.checkpoint.group.GroupFormat;
import io.streambus.connect.checkpoint.group.GroupOffset;
import io.streambus.connect.checkpoint.group.PassReport;
import io.streambus.connect.offset.OffsetPage;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An entry of the checkpoints topic as a line for people: what it is about, then {@code name=value} pairs; what is absent is left out. */
public final class CheckpointText {

    private final StringBuilder line = new StringBuilder();

    private CheckpointText() {}

    /** @return one line without its end, for any record whatsoever */
    public static String of(ConsumerRecord<byte[], byte[]> entry) {
        try {
            Optional<CheckpointKey> key =
                    entry.key() == null ? Optional.empty() : CheckpointFormat.decodeKey(entry.key());
            if (entry.key() == null) {
                return unreadable(entry, "no checkpoint, it has no key");
            }
            return key.flatMap(of -> text(of, entry.value()))
                    .orElseGet(() -> unreadable(entry, "of a version or kind that this reader does not know"));
        } catch (IllegalArgumentException e) {
            return unreadable(entry, e.getMessage());
        }
    }

    private static String unreadable(ConsumerRecord<byte[], byte[]> entry, String why) {
        return new CheckpointText()
                .begin("unreadable")
                .add("offset", entry.topic() + "-" + entry.partition() + "@" + entry.offset())
                .quoted("why", why)
                .line
                .toString();
    }

    /** @return empty if the value's version is not known */
    private static Optional<String> text(CheckpointKey key, byte[] value) {
        CheckpointText text = new CheckpointText().about(key);
        if (value == null) {
            return Optional.of(text.line.append(" removed").toString());
        }
        Optional<CheckpointText> full = Optional.empty();
        if (key instanceof CheckpointKey.Partition) {
            full = CheckpointFormat.decodePartition(value).map(text::progress);
        } else if (key instanceof CheckpointKey.Task) {
            full = CheckpointFormat.decodeTask(value).map(text::task);
        } else if (key instanceof CheckpointKey.Offsets) {
            full = CheckpointFormat.decodeOffsets(value).map(text::offsets);
        } else if (key instanceof CheckpointKey.Claiming) {
            full = CheckpointFormat.decodeClaim(value).map(text::claim);
        } else if (key instanceof CheckpointKey.Group) {
            full = GroupFormat.decodeOffset(value).map(text::group);
        } else if (key instanceof CheckpointKey.GroupPass) {
            full = GroupFormat.decodePass(value).map(text::groupPass);
        }
        return full.map(done -> done.line.toString());
    }

    private CheckpointText about(CheckpointKey key) {
        if (key instanceof CheckpointKey.Partition partition) {
            return begin("partition")
                    .add("flow", key.flow())
                    .add("source", partition.topic() + "-" + partition.partition())
                    .add("generation", partition.generation());
        }
        if (key instanceof CheckpointKey.Offsets offsets) {
            return begin("offsets")
                    .add("flow", key.flow())
                    .add("source", offsets.topic() + "-" + offsets.partition())
                    .add("page", offsets.page());
        }
        if (key instanceof CheckpointKey.Claiming claiming) {
            return begin("claim")
                    .add("flow", key.flow())
                    .add("claimant", claiming.claimant().name().toLowerCase(Locale.ROOT))
                    .add("task", claiming.task());
        }
        if (key instanceof CheckpointKey.Group group) {
            return begin("group")
                    .add("flow", key.flow())
                    .quoted("group", group.group())
                    .add("source", group.topic() + "-" + group.partition());
        }
        if (key instanceof CheckpointKey.GroupPass) {
            return begin("group-pass").add("flow", key.flow());
        }
        CheckpointKey.Task task = (CheckpointKey.Task) key;
        return begin("task").add("flow", key.flow()).add("task", task.task()).add("generation", task.generation());
    }

    private CheckpointText progress(PartitionCheckpoint checkpoint) {
        add("next_source_offset", checkpoint.nextSourceOffset());
        checkpoint.openHole().ifPresent(hole -> add("acknowledged_to", checkpoint.acknowledgedTo()));
        checkpoint.target().ifPresent(this::target);
        counters(checkpoint.counters());
        time("last_record", checkpoint.lastRecordTimestampMs());
        time("caught_up", checkpoint.caughtUpAtMs());
        time("written", OptionalLong.of(checkpoint.writtenAtMs()));
        add("topic_id", checkpoint.topicId(), Object::toString);
        add("leader_epoch", checkpoint.leaderEpoch());
        add("standing", checkpoint.standing().name().toLowerCase(Locale.ROOT));
        if (checkpoint.transactional()) {
            add("transactional", true);
        }
        add("ignored_connect_offset", checkpoint.ignoredConnectOffset());
        checkpoint.error().ifPresent(error -> quoted("error", error));
        return this;
    }

    private void target(TargetPosition target) {
        add("target", target.topic());
        add("last_target_offset", target.lastOffset());
        add("target_floor", target.floor());
        add("target_floor_source", target.floorSource());
        add("target_topic_id", target.topicId(), Object::toString);
    }

    private void counters(Counters counters) {
        add("records", counters.records());
        add("bytes", counters.bytes());
        add("filtered", counters.filtered());
        add("loops_dropped", counters.loopsDropped());
        add("errors", counters.errors());
        add("reordered", counters.reordered());
        add("repeated", counters.repeated());
        add("carried", counters.carried());
        add("echoed", counters.echoed());
    }

    private CheckpointText claim(Claim claim) {
        add("tasks", claim.tasks());
        time("written", OptionalLong.of(claim.writtenAtMs()));
        return this;
    }

    private CheckpointText task(TaskCheckpoint checkpoint) {
        time("started", OptionalLong.of(checkpoint.startedAtMs()));
        time("written", OptionalLong.of(checkpoint.writtenAtMs()));
        add("partitions", checkpoint.partitions());
        checkpoint.caughtUpAsOfMs().ifPresent(at -> time("caught_up_as_of", OptionalLong.of(at)));
        checkpoint.warnings().forEach(warning -> quoted("warning", warning));
        checkpoint.error().ifPresent(error -> quoted("error", error));
        return this;
    }

    private CheckpointText group(GroupOffset offset) {
        add("kind", offset.kind().word());
        add("source_offset", offset.sourceOffset());
        add("target", offset.targetTopic());
        add("translated", offset.translated());
        add("committed", offset.committed());
        time("committed_at", offset.committedAtMs());
        add("outcome", offset.outcome().word());
        offset.outcome().reason().ifPresent(reason -> quoted("reason", reason));
        time("written", OptionalLong.of(offset.writtenAtMs()));
        return this;
    }

    private CheckpointText groupPass(PassReport pass) {
        time("started", OptionalLong.of(pass.startedAtMs()));
        time("written", OptionalLong.of(pass.writtenAtMs()));
        add("groups", pass.groups());
        add("in_sync", pass.inSync());
        add("pending", pass.pending());
        add("active", pass.active());
        add("not_translatable", pass.notTranslatable());
        pass.warnings().forEach(warning -> quoted("warning", warning));
        pass.error().ifPresent(error -> quoted("error", error));
        return this;
    }

    private CheckpointText offsets(OffsetPage page) {
        add("runs", page.runs().size());
        add("seams", page.runs().stream().filter(run -> !run.seamless()).count());
        add("copies", page.runs().stream().mapToLong(run -> run.length()).sum());
        add(
                "source_from",
                page.runs().stream().mapToLong(run -> run.sourceStart()).min().orElseThrow());
        add(
                "source_to",
                page.runs().stream().mapToLong(run -> run.sourceEnd()).max().orElseThrow());
        add("target_from", page.coversFrom());
        add("target_to", page.coversTo());
        add("generation", page.generation());
        return add("topic_id", page.topicId(), Object::toString);
    }

    private CheckpointText begin(String kind) {
        line.append(kind);
        return this;
    }

    private CheckpointText add(String name, Object value) {
        line.append(' ').append(name).append('=').append(value);
        return this;
    }

    private <T> CheckpointText add(String name, Optional<T> value, Function<T, String> text) {
        value.ifPresent(present -> add(name, text.apply(present)));
        return this;
    }

    private void add(String name, OptionalLong value) {
        value.ifPresent(present -> add(name, (Object) present));
    }

    private void add(String name, OptionalInt value) {
        value.ifPresent(present -> add(name, (Object) present));
    }

    private void time(String name, OptionalLong ms) {
        ms.ifPresent(at -> add(name, Instant.ofEpochMilli(at)));
    }

    /** On one line, whatever it holds. */
    private CheckpointText quoted(String name, String value) {
        return add(name, '"' + value.replace('"', '\'').replaceAll("\\p{Cntrl}+", " ") + '"');
    }
}
