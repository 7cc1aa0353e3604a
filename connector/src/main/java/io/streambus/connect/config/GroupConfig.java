package io.streambus.connect.config;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.ReplicationPolicy;

/** The settings of {@code StreamBusCheckpointConnector}. Immutable, thread-safe. */
public final class GroupConfig extends AbstractConfig {

    private final SourceConfig flow;

    /** @throws ConfigException naming the first setting that is missing or out of its range */
    public GroupConfig(Map<String, String> settings) {
        super(GroupSettings.DEFINITION, settings, false);
        Map<String, String> ofTheFlow = new HashMap<>(settings);
        ofTheFlow.put("name", getString(GroupSettings.FLOW));
        this.flow = new SourceConfig(ofTheFlow);
    }

    /**
     * What is wrong between settings that are each right by themselves.
     *
     * @param settings as they were given, which may be incomplete
     * @return the faults, by setting; empty if there are none
     */
    public static Map<String, String> faultsBetween(Map<String, String> settings) {
        return SettingFaults.ofGroups(settings);
    }

    /** The connector's own name. */
    public String name() {
        return originalsStrings().getOrDefault("name", "");
    }

    /** The flow whose groups these are: its clusters, its topics and what they are called, under its name. */
    public SourceConfig flow() {
        return flow;
    }

    /** Whether a group of that name is to be translated. */
    public Predicate<String> selection() {
        Predicate<String> included = anyOf(getList(GroupSettings.GROUPS));
        Predicate<String> excluded = anyOf(getList(GroupSettings.GROUPS_EXCLUDE));
        return group -> included.test(group) && !excluded.test(group);
    }

    private static Predicate<String> anyOf(List<String> patterns) {
        List<Pattern> compiled = patterns.stream().map(Pattern::compile).toList();
        return name ->
                compiled.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** Whether positions are committed on the target. */
    public boolean syncsOffsets() {
        return getBoolean(GroupSettings.SYNC_OFFSETS);
    }

    public Duration syncInterval() {
        return Duration.ofSeconds(getLong(GroupSettings.SYNC_INTERVAL));
    }

    /** Whether MirrorMaker 2's checkpoints are written. */
    public boolean emitsCheckpoints() {
        return getBoolean(GroupSettings.EMIT_CHECKPOINTS);
    }

    public Duration emitInterval() {
        return Duration.ofSeconds(getLong(GroupSettings.EMIT_INTERVAL));
    }

    public Duration refreshInterval() {
        return Duration.ofSeconds(getLong(GroupSettings.REFRESH_INTERVAL));
    }

    /** The topic on the target in which MirrorMaker 2's clients look for checkpoints. */
    public String mirrorCheckpointsTopic() {
        return flow.getConfiguredInstance(TargetTopicSettings.POLICY_CLASS, ReplicationPolicy.class)
                .checkpointsTopic(flow.sourceAlias());
    }
}
