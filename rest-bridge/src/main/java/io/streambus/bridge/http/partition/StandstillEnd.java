package io.streambus.bridge.http.partition;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.problem.ProblemException;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.observe.PartitionState;
import io.streambus.connect.checkpoint.PartitionCheckpoint;
import io.streambus.connect.checkpoint.PartitionCheckpoint.Standing;
import io.streambus.connect.standstill.FailedRecord;
import io.streambus.connect.standstill.SkipOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * By which call a partition that stands still is to go on, and where. Pure.
 *
 * @param state of the partition
 * @param next the first source offset that is read then; 0 is the beginning
 */
public record StandstillEnd(PartitionState state, Way way, long next) {

    private static final Pattern PARTITION = Pattern.compile("([a-zA-Z0-9._-]{1,249})-(\\d{1,9})");

    /** What becomes of what stops the partition. */
    public enum Way {
        /** It is passed over. */
        SKIP,
        /** The partition is copied from its beginning. */
        RESTART;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Finds the partition and the offset.
     *
     * @param name topic and number, as in {@code orders-0}
     * @param flow whose partition it is; empty if only one of the link's flows has one of that name that stands still
     * @param states of all partitions of the link
     * @throws ProblemException if there is no such partition, it does not stand still, or this way does not end its standstill
     */
    public static StandstillEnd of(String name, Optional<String> flow, Way way, List<PartitionState> states) {
        TopicPartition partition = parse(name);
        List<PartitionState> found = states.stream()
                .filter(state -> state.topic().equals(partition.topic()) && state.partition() == partition.partition())
                .toList();
        if (found.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.PARTITION_NOT_FOUND,
                    "the link has no checkpoint of partition " + name
                            + "; GET …/checkpoints lists those that it has, by their names on the source");
        }
        PartitionState state = only(name, flow, found);
        String error = state.checkpoint()
                .error()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.INVALID_STATE,
                        "partition " + name + " of flow " + state.flow()
                                + " does not stand still, and goes on by itself at offset "
                                + state.checkpoint().nextSourceOffset() + "; POST …/start starts the link"));
        return new StandstillEnd(state, way, way == Way.RESTART ? 0 : skipTo(name, error, state.checkpoint()));
    }

    private static TopicPartition parse(String name) {
        Matcher parts = PARTITION.matcher(name);
        if (!parts.matches()) {
            throw invalid("the path must name a partition as TOPIC-NUMBER, such as orders-0; found " + name);
        }
        return new TopicPartition(parts.group(1), Integer.parseInt(parts.group(2)));
    }

    private static PartitionState only(String name, Optional<String> flow, List<PartitionState> found) {
        List<PartitionState> meant = found.stream()
                .filter(state -> flow.isEmpty() || state.flow().equals(flow.get()))
                .toList();
        if (meant.size() > 1) {
            meant = meant.stream()
                    .filter(state -> state.checkpoint().error().isPresent())
                    .toList();
        }
        if (meant.size() != 1) {
            throw invalid("query parameter flow must name one of the flows that have a partition " + name + ": "
                    + found.stream().map(PartitionState::flow).collect(Collectors.joining(", ")));
        }
        return meant.get(0);
    }

    private static long skipTo(String name, String error, PartitionCheckpoint checkpoint) {
        OptionalLong next = SkipOffset.of(error);
        if (next.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.INVALID_STATE,
                    "skipping does not end the standstill of partition " + name + ": " + error
                            + " POST …/restart copies the partition from its beginning");
        }
        // A task that has stopped before a record may have left earlier ones in flight; one that says what ended it has
        // none.
        boolean before =
                error.startsWith("Record at offset") && FailedRecord.in(error).isEmpty();
        if (before && checkpoint.standing() == Standing.RUNNING) {
            throw new ProblemException(
                    ProblemCode.INVALID_STATE,
                    "records of partition " + name + " from offset " + checkpoint.nextSourceOffset()
                            + " on may still have been in flight when the link was stopped, and skipping would lose them; POST"
                            + " …/start, then …/stop, and try again");
        }
        return next.getAsLong();
    }

    private static ProblemException invalid(String message) {
        return new ProblemException(
                Problem.of(ProblemCode.VALIDATION_FAILED, message).with(List.of(new Fault("", message))));
    }

    public TopicPartition partition() {
        return new TopicPartition(state.topic(), state.partition());
    }

    /** The body of the answer. */
    public byte[] body(String linkId) {
        ObjectNode body = JsonText.newObject()
                .put("link_id", linkId)
                .put("flow", state.flow())
                .put("source_cluster_id", state.sourceClusterId())
                .put("topic", state.topic())
                .put("partition", state.partition())
                .put("action", way.word())
                .put("stood_at", state.checkpoint().nextSourceOffset())
                .put("next_source_offset", next);
        return JsonText.bytes(body);
    }
}
