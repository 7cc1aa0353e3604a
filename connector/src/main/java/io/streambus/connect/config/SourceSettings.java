package io.streambus.connect.config;

import io.streambus.connect.plugin.ClusterNameValidator;
import io.streambus.connect.topic.FixedSetting;
import io.streambus.connect.topic.TopicNaming;
import io.streambus.connect.topic.TopicSelection;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;

/** What can be set on {@code StreamBusSourceConnector}: names, defaults, rules and what each is for; the reference page is made of it. */
public final class SourceSettings {

    public static final String SOURCE_ALIAS = "source.cluster.alias";
    public static final String SOURCE_BOOTSTRAP = "source.cluster.bootstrap.servers";
    public static final String TARGET_ALIAS = "target.cluster.alias";
    public static final String TARGET_BOOTSTRAP = "target.cluster.bootstrap.servers";
    public static final String ADMIN_TIMEOUT = "admin.timeout.ms";
    public static final String ENABLED = "enabled";
    public static final String HEADER_CONVERTER_CHECK = "header.converter.check";
    public static final String TOPICS = "topics";
    public static final String TOPICS_EXCLUDE = "topics.exclude";
    public static final String REFRESH_TOPICS_INTERVAL = "refresh.topics.interval.seconds";
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
    public static final String FORWARD = "provenance.forward";
    public static final String GAP_POLICY = "source.gap.policy";
    public static final String TARGET_GAP_POLICY = "target.gap.policy";
    public static final String HOLE_POLICY = "source.hole.policy";
    public static final String PROVENANCE_BIND = "provenance.bind";
    public static final String DEAD_LETTERS = "dead.letter.topic";
    public static final String CONNECTIONS = "source.connections.max";
    public static final String BUFFER = "source.buffer.bytes";
    public static final String THROTTLE = "throttle.bytes.per.second";
    public static final String CHECKPOINT_INTERVAL = "checkpoint.interval.ms";
    public static final String CHECKPOINTS_FOLLOW_OFFSETS = "checkpoints.follow.offsets";
    public static final String TRANSACTION_RECORDS = "transaction.max.records";
    public static final String TRANSACTION_BYTES = "transaction.max.bytes";
    public static final String TRANSACTION_TIME = "transaction.max.ms";

    private static final ConfigDef.Validator ANY = null;

    private static final String TOPICS_EXCLUDE_DEFAULT = "mm2.*\\.internal, .*\\.replica, __.*";

    private static final String CONFIG_EXCLUDE_DEFAULT = "follower\\.replication\\.throttled\\.replicas, "
            + "leader\\.replication\\.throttled\\.replicas, "
            + "message\\.timestamp\\.difference\\.max\\.ms, "
            + "log\\.message\\.timestamp\\.before\\.max\\.ms, "
            + "log\\.message\\.timestamp\\.after\\.max\\.ms, "
            + "message\\.timestamp\\.type, "
            + "unclean\\.leader\\.election\\.enable, "
            + "min\\.insync\\.replicas";

    public static final ConfigDef DEFINITION = new Table()
            .group("Clusters")
            .setting(
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
                    ANY,
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
                            + " from inside and turns header bytes into text. none: the worker's default has been seen to be ByteArrayConverter.")
            .group("Topics")
            .setting(
                    TOPICS,
                    ConfigDef.Type.LIST,
                    ".*",
                    new TopicSelection.ValidPatterns(),
                    Importance.HIGH,
                    "Topics",
                    "Topics to copy: names and regular expressions, comma-separated; each must match the whole name.")
            .setting(
                    TOPICS_EXCLUDE,
                    ConfigDef.Type.LIST,
                    TOPICS_EXCLUDE_DEFAULT,
                    new TopicSelection.ValidPatterns(),
                    Importance.HIGH,
                    "Excluded topics",
                    "Topics not to copy: names and regular expressions, comma-separated; wins over topics. Topics named streambus.* are never copied.")
            .setting(
                    REFRESH_TOPICS_INTERVAL,
                    ConfigDef.Type.LONG,
                    10L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Topic refresh (s)",
                    "How often to look for new topics and partitions. They are taken up without a restart of anything.")
            .group("Target topics")
            .setting(
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
                    ANY,
                    Importance.MEDIUM,
                    "Replication policy",
                    "ReplicationPolicy that names topics on the target. The default is MirrorMaker 2's and puts the source's alias in front;"
                            + " org.apache.kafka.connect.mirror.IdentityReplicationPolicy keeps names, and the links of the bridge always set it.")
            .setting(
                    DefaultReplicationPolicy.SEPARATOR_CONFIG,
                    ConfigDef.Type.STRING,
                    DefaultReplicationPolicy.SEPARATOR_DEFAULT,
                    ANY,
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
                    ANY,
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
                    ANY,
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
                    "How often to compare the rights.")
            .group("Flow")
            .setting(
                    FORWARD,
                    ConfigDef.Type.STRING,
                    "all",
                    ValidString.in("all", "local"),
                    Importance.MEDIUM,
                    "Forward",
                    "Which records go on to the target: all that have not been there, or only local ones, which were produced to the source by clients."
                            + " local is right where every cluster gets every record first hand: active-active and mesh.")
            .setting(
                    PROVENANCE_BIND,
                    ConfigDef.Type.STRING,
                    "none",
                    ValidString.in("none", "timestamp"),
                    Importance.LOW,
                    "Bound to",
                    "What the provenance of a copy is bound to besides its topic and partition. timestamp is for applications that copy headers and write"
                            + " into the very topic that they read, with timestamps of their own: their records then count as produced there. Not for"
                            + " target topics with LogAppendTime, nor for Kafka Streams, which keeps the timestamps of its input.")
            .setting(
                    GAP_POLICY,
                    ConfigDef.Type.STRING,
                    "fail",
                    ValidString.in("fail", "skip", "restart"),
                    Importance.MEDIUM,
                    "Gap policy",
                    "What to do with a partition whose next records are no longer there (retention overtook the link, the topic was deleted and created"
                            + " again, its log was cut back): fail stops the partition and says how many records are lost; skip says so and goes on with"
                            + " the first record that is there; restart says so and copies the partition again from its beginning.")
            .setting(
                    TARGET_GAP_POLICY,
                    ConfigDef.Type.STRING,
                    "fail",
                    ValidString.in("fail", "skip", "restart"),
                    Importance.MEDIUM,
                    "Target gap policy",
                    "What to do with a partition whose copies are no longer on the target (its topic was deleted and created again there, or lost its last"
                            + " records): fail stops the partition and says so; skip goes on with the next record and leaves the target without what it"
                            + " lost; restart copies the partition again from its beginning.")
            .setting(
                    HOLE_POLICY,
                    ConfigDef.Type.STRING,
                    "auto",
                    ValidString.in("auto", "fill", "rewind", "fail"),
                    Importance.MEDIUM,
                    "Hole policy",
                    "What to do with records that were handed over and not acknowledged when a task ended, while later ones of the partition were: fill"
                            + " copies them behind the newer ones and counts them as reordered; rewind copies everything from there again; fail stops the"
                            + " partition. auto fills where the target's topic has cleanup.policy = delete, and rewinds where it is compacted, for there a"
                            + " stale value would stand for ever.")
            .setting(
                    DEAD_LETTERS,
                    ConfigDef.Type.STRING,
                    "",
                    new TopicNaming.ValidPrefix(),
                    Importance.MEDIUM,
                    "Dead-letter topic",
                    "Topic on the target for records that their own topic there would refuse: too large, without key for a compacted topic, or with a"
                            + " timestamp out of its bounds. Headers streambus.dead.letter.* say where from and why. Empty: such a record stops its"
                            + " partition, and the checkpoint says why. Too large for the worker's producer is what exceeds"
                            + " producer.override.max.request.size, 1048576 unless set: a worker whose own properties allow more cannot be"
                            + " asked, so say it here too.")
            .setting(
                    CONNECTIONS,
                    ConfigDef.Type.INT,
                    64,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Connections to the source",
                    "How many consumers all tasks together may open. A task needs one; over a long way, where brokers bound what "
                            + "a connection carries, it opens more for as long as it is far behind. 1 always leaves it at one for each task.")
            .setting(
                    BUFFER,
                    ConfigDef.Type.LONG,
                    64L << 20,
                    Range.atLeast(1 << 20),
                    Importance.MEDIUM,
                    "Records held (bytes)",
                    "How many bytes of records each task may hold that it has read and not handed to the worker yet. Every 4 MiB of it allow "
                            + "one connection more over a long way. At most as many, counted with what a record costs in the worker "
                            + "(800 bytes), may be with the worker and not acknowledged by the target yet; how many of them are of use depends on the "
                            + "distance. With exactly-once the bounds of a transaction hold instead.")
            .setting(
                    THROTTLE,
                    ConfigDef.Type.LONG,
                    0L,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    "Throttle (bytes/s)",
                    "Upper bound of what all tasks together copy, in bytes of keys and values per second; 0 is no bound.")
            .setting(
                    CHECKPOINT_INTERVAL,
                    ConfigDef.Type.LONG,
                    5_000L,
                    Range.atLeast(100),
                    Importance.LOW,
                    "Checkpoint interval (ms)",
                    "How often each task writes its progress to the topic streambus.checkpoints.")
            .setting(
                    CHECKPOINTS_FOLLOW_OFFSETS,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    ANY,
                    Importance.LOW,
                    "Checkpoints follow",
                    "Whether altering or resetting the connector's offsets in Connect decides where the flow goes on. Set it to false to reset the offsets of a"
                            + " connector that is taken away: its checkpoints on the target stay as they are, and the target need not answer.")
            .setting(
                    TRANSACTION_RECORDS,
                    ConfigDef.Type.LONG,
                    100_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Transaction (records)",
                    "Under exactly-once with transaction.boundary = connector: a transaction ends after so many records.")
            .setting(
                    TRANSACTION_BYTES,
                    ConfigDef.Type.LONG,
                    64L << 20,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Transaction (bytes)",
                    "Under exactly-once with transaction.boundary = connector: a transaction ends after so many bytes of keys and values.")
            .setting(
                    TRANSACTION_TIME,
                    ConfigDef.Type.LONG,
                    500L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Transaction (ms)",
                    "Under exactly-once with transaction.boundary = connector: a transaction ends after so many ms, which consumers of the target wait.")
            .definition;

    private SourceSettings() {}

    /** Settings in the order in which people read them. Confined to the class's initialisation. */
    private static final class Table {
        private final ConfigDef definition = new ConfigDef();
        private String group;
        private int order;

        Table group(String name) {
            group = name;
            order = 0;
            return this;
        }

        Table setting(
                String key,
                ConfigDef.Type type,
                Object byDefault,
                ConfigDef.Validator rule,
                Importance importance,
                String title,
                String doc) {
            Width width = type == ConfigDef.Type.LIST || type == ConfigDef.Type.CLASS ? Width.LONG : Width.MEDIUM;
            definition.define(key, type, byDefault, rule, importance, doc, group, ++order, width, title);
            return this;
        }
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
