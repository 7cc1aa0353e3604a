package io.streambus.connect.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings of MirrorMaker 2's MirrorSourceConnector (4.3.1, and what older versions called otherwise) that this connector does not have. One
 * that asks for something else than this connector does is refused by name: passed over, it would be missed only once records are.
 */
final class MirrorMakerSettings {

    private static final String MIRROR = "org.apache.kafka.connect.mirror.";

    private static final List<Unsupported> UNSUPPORTED = List.of(
            new Unsupported(
                    "topic.filter.class",
                    MIRROR + "DefaultTopicFilter",
                    "Say with topics and topics.exclude which topics are copied."),
            new Unsupported(
                    "config.property.filter.class",
                    MIRROR + "DefaultConfigPropertyFilter",
                    "Say with config.properties.exclude which topic settings stay as they are."),
            new Unsupported(
                    "forwarding.admin.class",
                    "org.apache.kafka.clients.admin.ForwardingAdmin",
                    "Create topics on the target yourself, or give the flow the rights to do it with Kafka's own admin client."),
            new Unsupported(
                    "refresh.topics.enabled",
                    "true",
                    "New topics and partitions are always taken up: name the topics one by one in topics to copy no others."),
            new Unsupported(
                    "heartbeats.replication.enabled",
                    "false",
                    "Topics of heartbeats are copied where topics selects them: add heartbeats to topics and take this setting out."),
            new Unsupported(
                    "emit.offset-syncs.enabled",
                    "false",
                    "No offset syncs are written, so that MirrorCheckpointConnector would stand still: run StreamBusCheckpointConnector in its"
                            + " place, and take this setting out."),
            new Unsupported(
                    "offset-syncs.topic.location",
                    "source",
                    "No offset syncs are written, so that nobody would find them there: take this setting out."),
            new Unsupported(
                    "offset.lag.max",
                    "100",
                    "No offset syncs are written; the offset map in streambus.checkpoints is exact without this setting: take it out."),
            new Unsupported(
                    "metric.names.formats",
                    "legacy",
                    "MirrorMaker 2's metrics do not exist here; progress stands in streambus.checkpoints: take this setting out."),
            new Unsupported(
                    "add.source.alias.to.metrics",
                    "false",
                    "MirrorMaker 2's metrics do not exist here; progress stands in streambus.checkpoints: take this setting out."),
            new Unsupported(
                    "topics.blacklist", "", "Its name is topics.exclude since Kafka 3.0: move the patterns there."),
            new Unsupported(
                    "config.properties.blacklist",
                    "",
                    "Its name is config.properties.exclude since Kafka 3.0: move the patterns there."));

    /** They change nothing here, and nothing is missed without them. */
    private static final List<String> WITHOUT_EFFECT =
            List.of("consumer.poll.timeout.ms", "offset-syncs.topic.replication.factor", "metric.reporters");

    private MirrorMakerSettings() {}

    /** @return the faults, by setting; empty if there are none */
    static Map<String, String> faults(Map<String, String> settings) {
        Map<String, String> faults = new LinkedHashMap<>();
        UNSUPPORTED.forEach(setting -> Optional.ofNullable(settings.get(setting.key()))
                .flatMap(setting::fault)
                .ifPresent(fault -> faults.put(setting.key(), fault)));
        return faults;
    }

    /** For people, as a table in Markdown. */
    static String asTable() {
        List<String> lines = new ArrayList<>();
        lines.add("| Setting of MirrorMaker 2 | Taken | Otherwise |");
        lines.add("| --- | --- | --- |");
        UNSUPPORTED.forEach(setting -> lines.add("| `" + setting.key() + "` | "
                + (setting.taken().isEmpty() ? "unset" : "unset or `" + setting.taken() + "`") + " | refused. "
                + setting.instead() + " |"));
        WITHOUT_EFFECT.forEach(key -> lines.add("| `" + key + "` | any value | without effect |"));
        return String.join("\n", lines);
    }

    /**
     * A setting that this connector does not have.
     *
     * @param taken the one value that asks for nothing else than what is done anyway; empty if there is none
     * @param instead what to do, in a sentence
     */
    private record Unsupported(String key, String taken, String instead) {
        Unsupported {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(taken, "taken");
            Objects.requireNonNull(instead, "instead");
        }

        Optional<String> fault(String value) {
            boolean asksForNothing = Arrays.stream(value.split(","))
                    .map(String::strip)
                    .allMatch(part -> part.equalsIgnoreCase(taken) || part.isEmpty());
            return asksForNothing
                    ? Optional.empty()
                    : Optional.of(key + " = " + value + " is MirrorMaker 2's and not supported by this connector. "
                            + instead);
        }
    }
}
