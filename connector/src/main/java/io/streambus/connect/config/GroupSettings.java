package io.streambus.connect.config;

import io.streambus.connect.topic.TopicSelection;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;

/**
 * What can be set on {@code StreamBusCheckpointConnector}: what it has in common with the connector that copies, in the same words, and what is
 * about groups. Names, defaults, rules and what each is for.
 */
public final class GroupSettings {

    public static final String FLOW = "flow.name";
    public static final String GROUPS = "groups";
    public static final String GROUPS_EXCLUDE = "groups.exclude";
    public static final String SYNC_OFFSETS = "sync.group.offsets.enabled";
    public static final String SYNC_INTERVAL = "sync.group.offsets.interval.seconds";
    public static final String EMIT_CHECKPOINTS = "emit.checkpoints.enabled";
    public static final String EMIT_INTERVAL = "emit.checkpoints.interval.seconds";
    public static final String REFRESH_INTERVAL = "refresh.groups.interval.seconds";

    /** MirrorMaker 2's ({@code DefaultGroupFilter}). */
    private static final String GROUPS_EXCLUDE_DEFAULT = "console-consumer-.*, connect-.*, __.*";

    private static final List<String> OF_THE_FLOW = List.of(
            ClusterSettings.SOURCE_ALIAS,
            ClusterSettings.SOURCE_BOOTSTRAP,
            ClusterSettings.TARGET_ALIAS,
            ClusterSettings.TARGET_BOOTSTRAP,
            ClusterSettings.ADMIN_TIMEOUT,
            ClusterSettings.ENABLED,
            TopicSettings.TOPICS,
            TopicSettings.TOPICS_EXCLUDE,
            TargetTopicSettings.TOPICS_RENAME,
            TargetTopicSettings.TOPIC_PREFIX,
            TargetTopicSettings.POLICY_CLASS,
            DefaultReplicationPolicy.SEPARATOR_CONFIG,
            TargetTopicSettings.CHECKPOINTS_REPLICATION_FACTOR);

    public static final ConfigDef DEFINITION = definition();

    private GroupSettings() {}

    private static ConfigDef definition() {
        SettingTable table = new SettingTable().group("Groups");
        addTo(table);
        ConfigDef definition = table.definition();
        OF_THE_FLOW.forEach(
                name -> definition.define(SourceSettings.DEFINITION.configKeys().get(name)));
        return definition;
    }

    private static void addTo(SettingTable table) {
        table.setting(
                        FLOW,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Flow",
                        "Name of the connector that copies: its checkpoints tell where a record of the source stands"
                                + " on the target. Clusters, topics and their names must be set as they are set there.")
                .setting(
                        GROUPS,
                        ConfigDef.Type.LIST,
                        ".*",
                        new TopicSelection.ValidPatterns(),
                        Importance.HIGH,
                        "Groups",
                        "Groups to translate: names and regular expressions, comma-separated; each must match the"
                                + " whole name.")
                .setting(
                        GROUPS_EXCLUDE,
                        ConfigDef.Type.LIST,
                        GROUPS_EXCLUDE_DEFAULT,
                        new TopicSelection.ValidPatterns(),
                        Importance.HIGH,
                        "Excluded groups",
                        "Groups not to translate: names and regular expressions, comma-separated; wins over groups.")
                .setting(
                        SYNC_OFFSETS,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        SettingTable.ANY,
                        Importance.HIGH,
                        "Offsets in step",
                        "Whether translated positions are committed on the target, for groups without members there."
                                + " false: they are only told.")
                .setting(
                        SYNC_INTERVAL,
                        ConfigDef.Type.LONG,
                        60L,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Offsets interval (s)",
                        "How often to translate and commit.")
                .setting(
                        EMIT_CHECKPOINTS,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        SettingTable.ANY,
                        Importance.LOW,
                        "MirrorMaker checkpoints",
                        "Whether translated positions are written to MirrorMaker 2's checkpoints topic on the target"
                                + " too, for RemoteClusterUtils and scripts.")
                .setting(
                        EMIT_INTERVAL,
                        ConfigDef.Type.LONG,
                        60L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Checkpoints interval (s)",
                        "How often to write MirrorMaker 2's checkpoints.")
                .setting(
                        REFRESH_INTERVAL,
                        ConfigDef.Type.LONG,
                        10L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Group refresh (s)",
                        "How often to look for new groups and topics, at the next pass over the groups.");
    }
}
