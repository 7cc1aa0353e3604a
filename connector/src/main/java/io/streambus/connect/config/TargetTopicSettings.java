package io.streambus.connect.config;

import io.streambus.connect.topic.FixedSetting;
import io.streambus.connect.topic.TopicNaming;
import io.streambus.connect.topic.TopicSelection;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;

/** Settings of what topics are called on the target, how they are created, and what is kept in step. Names, defaults, rules and what each is for. */
public final class TargetTopicSettings {

    public static final String TOPICS_RENAME = "topics.rename";
    public static final String TOPIC_PREFIX = "topic.prefix";
    public static final String POLICY_CLASS = "replication.policy.class";
    public static final String EXISTING_TOPICS = "existing.topics";
    public static final String REPLICATION_FACTOR = "replication.factor";
    public static final String CONFIG_EXCLUDE = "config.properties.exclude";
    public static final String CHECKPOINTS_REPLICATION_FACTOR = "checkpoints.topic.replication.factor";
    public static final String SYNC_SETTINGS = "sync.topic.configs.enabled";
    public static final String SYNC_SETTINGS_INTERVAL = "sync.topic.configs.interval.seconds";
    public static final String DEFAULTS_FROM = "use.defaults.from";
    public static final String TOPICS_COMPRESSION = "topics.compression";
    public static final String TOPICS_TIMESTAMP_TYPE = "topics.timestamp.type";
    public static final String SYNC_ACLS = "sync.topic.acls.enabled";
    public static final String SYNC_ACLS_INTERVAL = "sync.topic.acls.interval.seconds";

    private static final String CONFIG_EXCLUDE_DEFAULT = "follower\\.replication\\.throttled\\.replicas, "
            + "leader\\.replication\\.throttled\\.replicas, "
            + "message\\.timestamp\\.difference\\.max\\.ms, "
            + "log\\.message\\.timestamp\\.before\\.max\\.ms, "
            + "log\\.message\\.timestamp\\.after\\.max\\.ms, "
            + "message\\.timestamp\\.type, "
            + "unclean\\.leader\\.election\\.enable, "
            + "min\\.insync\\.replicas";

    private TargetTopicSettings() {}

    static void addTo(SettingTable table) {
        table.setting(
                        TOPICS_RENAME,
                        ConfigDef.Type.LIST,
                        "",
                        new TopicNaming.ValidRenames(),
                        Importance.MEDIUM,
                        "Renamed topics",
                        "Topics that get a name of their own on the target: source:target pairs, comma-separated. Wins over topic.prefix and the policy.")
                .setting(
                        TOPIC_PREFIX,
                        ConfigDef.Type.STRING,
                        "",
                        new TopicNaming.ValidPrefix(),
                        Importance.MEDIUM,
                        "Topic prefix",
                        "Put before every topic's name on the target.")
                .setting(
                        POLICY_CLASS,
                        ConfigDef.Type.CLASS,
                        DefaultReplicationPolicy.class,
                        SettingTable.ANY,
                        Importance.MEDIUM,
                        "Replication policy",
                        "ReplicationPolicy that names topics on the target. The default is MirrorMaker 2's and puts the source's alias in front;"
                                + " org.apache.kafka.connect.mirror.IdentityReplicationPolicy keeps names, and the links of the bridge always set it.")
                .setting(
                        DefaultReplicationPolicy.SEPARATOR_CONFIG,
                        ConfigDef.Type.STRING,
                        DefaultReplicationPolicy.SEPARATOR_DEFAULT,
                        SettingTable.ANY,
                        Importance.LOW,
                        "Policy separator",
                        "Separator between alias and topic, where the policy uses one.")
                .setting(
                        EXISTING_TOPICS,
                        ConfigDef.Type.STRING,
                        "refuse",
                        ValidString.in("refuse", "adopt"),
                        Importance.MEDIUM,
                        "Existing topics",
                        "Whether the flow may write into a topic of the target that holds records and is not its own: no checkpoint of the flow, no offset"
                                + " stored in Connect and no copy of it among the last 1,000 records of each partition. refuse names such topics and leaves"
                                + " them alone; adopt writes into them and brings their settings into step. The links of the bridge always set adopt.")
                .setting(
                        REPLICATION_FACTOR,
                        ConfigDef.Type.INT,
                        -1,
                        new Replicas(),
                        Importance.MEDIUM,
                        "Replicas",
                        "Replicas of topics created on the target; -1 takes the target brokers' default.")
                .setting(
                        CONFIG_EXCLUDE,
                        ConfigDef.Type.LIST,
                        CONFIG_EXCLUDE_DEFAULT,
                        new TopicSelection.ValidPatterns(),
                        Importance.LOW,
                        "Topic settings not taken over",
                        "Topic settings that topics on the target do not take over from the source: names and regular expressions, comma-separated.")
                .setting(
                        CHECKPOINTS_REPLICATION_FACTOR,
                        ConfigDef.Type.INT,
                        -1,
                        new Replicas(),
                        Importance.LOW,
                        "Checkpoint replicas",
                        "Replicas of the topic streambus.checkpoints on the target; -1 takes the target brokers' default.")
                .setting(
                        SYNC_SETTINGS,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        SettingTable.ANY,
                        Importance.MEDIUM,
                        "Settings in step",
                        "Whether settings that change on the source's topics are changed on the target's too. New topics take them over in any case.")
                .setting(
                        SYNC_SETTINGS_INTERVAL,
                        ConfigDef.Type.LONG,
                        60L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Settings interval (s)",
                        "How often to compare the settings of topics.")
                .setting(
                        DEFAULTS_FROM,
                        ConfigDef.Type.STRING,
                        "target",
                        ValidString.in("target", "source"),
                        Importance.LOW,
                        "Defaults from",
                        "Whose brokers' defaults hold for settings that the source's topic leaves to them.")
                .setting(
                        TOPICS_COMPRESSION,
                        ConfigDef.Type.LIST,
                        "",
                        FixedSetting.COMPRESSION.validator(),
                        Importance.LOW,
                        "Codecs of topics",
                        "Topics that have a compression.type of their own on the target, whose brokers then store them so: topic:codec pairs, comma-separated,"
                                + " by the source's topic.")
                .setting(
                        TOPICS_TIMESTAMP_TYPE,
                        ConfigDef.Type.LIST,
                        "",
                        FixedSetting.TIMESTAMPS.validator(),
                        Importance.LOW,
                        "Timestamp types of topics",
                        "Topics that have a message.timestamp.type of their own on the target: topic:type pairs, comma-separated, by the source's topic."
                                + " CreateTime keeps the source's timestamps, LogAppendTime puts the time of the copy in their place.")
                .setting(
                        SYNC_ACLS,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        SettingTable.ANY,
                        Importance.LOW,
                        "Rights in step",
                        "Whether principals get on the target's topics the rights they have on the source's, all but writing. Rights are added, never taken away.")
                .setting(
                        SYNC_ACLS_INTERVAL,
                        ConfigDef.Type.LONG,
                        60L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Rights interval (s)",
                        "How often to compare the rights.");
    }

    private static final class Replicas implements ConfigDef.Validator {
        @Override
        public void ensureValid(String name, Object value) {
            int replicas = (Integer) value;
            if (replicas != -1 && (replicas < 1 || replicas > Short.MAX_VALUE)) {
                throw new ConfigException(name, value, "must be " + this);
            }
        }

        @Override
        public String toString() {
            return "-1, or 1 and more";
        }
    }
}
