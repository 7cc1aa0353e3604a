package io.streambus.connect.config;

import io.streambus.connect.plugin.ClusterNameValidator;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** Settings of the two clusters, and whether the flow runs. Names, defaults, rules and what each is for. */
public final class ClusterSettings {

    public static final String SOURCE_ALIAS = "source.cluster.alias";
    public static final String SOURCE_BOOTSTRAP = "source.cluster.bootstrap.servers";
    public static final String TARGET_ALIAS = "target.cluster.alias";
    public static final String TARGET_BOOTSTRAP = "target.cluster.bootstrap.servers";
    public static final String ADMIN_TIMEOUT = "admin.timeout.ms";
    public static final String ENABLED = "enabled";
    public static final String HEADER_CONVERTER_CHECK = "header.converter.check";

    private ClusterSettings() {}

    static void addTo(SettingTable table) {
        table.setting(
                        SOURCE_ALIAS,
                        ConfigDef.Type.STRING,
                        "source",
                        new ClusterNameValidator(),
                        Importance.HIGH,
                        "Source cluster",
                        "Name of the cluster that is read: letters, digits, '.', '_' and '-'. It is written into every copied record's provenance.")
                .setting(
                        SOURCE_BOOTSTRAP,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ValidList.anyNonDuplicateValues(false, false),
                        Importance.HIGH,
                        "Source brokers",
                        "Brokers of the source cluster, as host:port, comma-separated.")
                .setting(
                        TARGET_ALIAS,
                        ConfigDef.Type.STRING,
                        "target",
                        new ClusterNameValidator(),
                        Importance.HIGH,
                        "Target cluster",
                        "Name of the cluster that is written to: letters, digits, '.', '_' and '-'. Records that have been there are not copied again.")
                .setting(
                        TARGET_BOOTSTRAP,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ValidList.anyNonDuplicateValues(false, false),
                        Importance.HIGH,
                        "Target brokers",
                        "Brokers of the target cluster, as host:port, comma-separated. Topics and checkpoints are written there; records go through the"
                                + " worker's producer, so a worker that stores its own topics elsewhere needs producer.override.bootstrap.servers too.")
                .setting(
                        ADMIN_TIMEOUT,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.atLeast(1_000),
                        Importance.LOW,
                        "Admin time-out (ms)",
                        "How long one look at a cluster's topics, or one change of them, may take.")
                .setting(
                        ENABLED,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        SettingTable.ANY,
                        Importance.LOW,
                        "Enabled",
                        "Whether the flow runs. false: no tasks, no look at the clusters, and nothing is created.")
                .setting(
                        HEADER_CONVERTER_CHECK,
                        ConfigDef.Type.STRING,
                        "config",
                        ValidString.in("config", "none"),
                        Importance.LOW,
                        "Header converter check",
                        "config: header.converter must be ByteArrayConverter in the connector's own configuration, for the worker's default cannot be seen"
                                + " from inside and turns header bytes into text. none: the worker's default has been seen to be ByteArrayConverter.");
    }
}
