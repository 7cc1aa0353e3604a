package io.streambus.connect.source;

import io.streambus.connect.convert.RecordConverter;
import io.streambus.connect.partition.PartitionAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** What an operator should know of a task, in sentences. Confined to the task's thread. */
final class TaskWarnings implements Supplier<List<String>> {

    private static final int NAMED_AT_MOST = 5;

    private final List<String> ofSettings;
    private final PartitionAssignment assignment;
    private final RecordConverter converter;
    private final CopyProbe probe;

    TaskWarnings(List<String> ofSettings, PartitionAssignment assignment, RecordConverter converter, CopyProbe probe) {
        this.ofSettings = List.copyOf(ofSettings);
        this.assignment = assignment;
        this.converter = converter;
        this.probe = probe;
    }

    @Override
    public List<String> get() {
        List<String> warnings = new ArrayList<>(ofSettings);
        Set<TopicPartition> waiting = assignment.awaitingTarget();
        if (!waiting.isEmpty()) {
            String named = waiting.stream()
                    .limit(NAMED_AT_MOST)
                    .map(TopicPartition::toString)
                    .collect(Collectors.joining(", "));
            warnings.add(waiting.size() + " partitions wait for the target to have them: " + named
                    + (waiting.size() > NAMED_AT_MOST ? ", …" : "") + ".");
        }
        assignment.admissionTrouble().ifPresent(warnings::add);
        warnings.addAll(probe.findings());
        if (converter.malformedProvenance() > 0) {
            warnings.add(
                    converter.malformedProvenance()
                            + " records had a provenance header that could not be read, and were copied as if produced on the source.");
        }
        if (converter.endlessLoops() > 0) {
            warnings.add(
                    converter.endlessLoops()
                            + " records had made as many hops as a provenance header holds and were dropped: some cluster is known under several names.");
        }
        converter
                .latestCarried()
                .ifPresent(latest -> warnings.add(converter.carried()
                        + " records bore the provenance header of another record, as an application leaves it that copies headers, and were copied as produced on"
                        + " the source. " + latest));
        converter
                .latestEchoed()
                .ifPresent(latest -> warnings.add(converter.echoed()
                        + " records were not copied, since they bear the provenance header of a record before them in their partition and so seem to have come"
                        + " from the target. Unless the flow to the source has copied records again, which it counts as repeated or reordered, an application"
                        + " writes back into the topic that it reads, headers copied, and what it writes stays on the source: have it leave out the header"
                        + " streambus.provenance, or write to another topic. The latest stands in " + latest + '.'));
        return warnings;
    }
}
