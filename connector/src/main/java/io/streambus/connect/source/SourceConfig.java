package io.streambus.connect.source;

import io.streambus.connect.plugin.ClusterNameValidator;
import io.streambus.connect.provenance.Forward;
import io.streambus.connect.topic.SettingsInStep;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.TopicNaming;
import io.streambus.connect.topic.TopicSelection;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.DefaultReplicationPolicy;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.apache.kafka.connect.mirror.ReplicationPolicy;

/**
 * The settings of {@code StreamBusSourceConnector}: MirrorMaker 2's names wherever it has the concept, so that its configurations work as they
 * are. Immutable, thread-safe.
 */
public final class SourceConfig extends AbstractConfig {

    public static final String SOURCE_ALIAS = "source.cluster.alias";
    private static final String SOURCE_ALIAS_DOC =
            "Name of the cluster that is read: letters, digits, '.', '_' and '-'. It is written into every copied record's provenance.";

    public static final String TARGET_ALIAS = "target.cluster.alias";
    private static final String TARGET_ALIAS_DOC =
            "Name of the cluster that is written to: letters, digits, '.', '_' and '-'. Records that have been there are not copied again.";

    public static final String SOURCE_BOOTSTRAP = "source.cluster.bootstrap.servers";
    private static final String SOURCE_BOOTSTRAP_DOC = "Brokers of the source cluster, as host:port, comma-separated.";

    public static final String TARGET_BOOTSTRAP = "target.cluster.bootstrap.servers";
    private static final String TARGET_BOOTSTRAP_DOC =
            "Brokers of the target cluster, as host:port, comma-separated. Topics and checkpoints are written there; records go through the"
                    + " worker's producer, so a worker that stores its own topics elsewhere needs producer.override.bootstrap.servers too.";

    public static final String TOPICS = "topics";
    private static final String TOPICS_DOC =
            "Topics to copy: names and regular expressions, comma-separated; each must match the whole name.";

    public static final String TOPICS_EXCLUDE = "topics.exclude";
    private static final String TOPICS_EXCLUDE_DEFAULT = "mm2.*\\.internal, .*\\.replica, __.*";
    private static final String TOPICS_EXCLUDE_DOC =
            "Topics not to copy: names and regular expressions, comma-separated; wins over topics. Topics named streambus.* are never copied.";

    public static final String TOPICS_RENAME = "topics.rename";
    private static final String TOPICS_RENAME_DOC =
            "Topics that get a name of their own on the target: source:target pairs, comma-separated. Wins over topic.prefix and the policy.";

    public static final String TOPIC_PREFIX = "topic.prefix";
    private static final String TOPIC_PREFIX_DOC = "Put before every topic's name on the target.";

    public static final String POLICY_CLASS = "replication.policy.class";
    private static final String POLICY_CLASS_DOC =
            "ReplicationPolicy that names topics on the target. The default keeps names; DefaultReplicationPolicy, which is MirrorMaker 2's default,"
                    + " puts the source's alias in front. Where the target has topics that look like MirrorMaker 2's copies, it must be set.";

    private static final String POLICY_SEPARATOR_DOC = "Separator between alias and topic, where the policy uses one.";

    public static final String REPLICATION_FACTOR = "replication.factor";
    private static final String REPLICATION_FACTOR_DOC =
            "Replicas of topics created on the target; -1 takes the target brokers' default.";

    public static final String CHECKPOINTS_REPLICATION_FACTOR = "checkpoints.topic.replication.factor";
    private static final String CHECKPOINTS_REPLICATION_FACTOR_DOC =
            "Replicas of the topic streambus.checkpoints on the target; -1 takes the target brokers' default.";

    public static final String CONFIG_EXCLUDE = "config.properties.exclude";
    private static final String CONFIG_EXCLUDE_DEFAULT = "follower\\.replication\\.throttled\\.replicas, "
            + "leader\\.replication\\.throttled\\.replicas, "
            + "message\\.timestamp\\.difference\\.max\\.ms, "
            + "log\\.message\\.timestamp\\.before\\.max\\.ms, "
            + "log\\.message\\.timestamp\\.after\\.max\\.ms, "
            + "message\\.timestamp\\.type, "
            + "unclean\\.leader\\.election\\.enable, "
            + "min\\.insync\\.replicas";
    private static final String CONFIG_EXCLUDE_DOC =
            "Topic settings that topics on the target do not take over from the source: names and regular expressions, comma-separated.";

    public static final String SYNC_SETTINGS = "sync.topic.configs.enabled";
    private static final String SYNC_SETTINGS_DOC =
            "Whether settings that change on the source's topics are changed on the target's too. New topics take them over in any case.";

    public static final String SYNC_SETTINGS_INTERVAL = "sync.topic.configs.interval.seconds";
    private static final String SYNC_SETTINGS_INTERVAL_DOC = "How often to compare the settings of topics.";

    public static final String DEFAULTS_FROM = "use.defaults.from";
    private static final String DEFAULTS_FROM_DOC =
            "Whose brokers' defaults hold for settings that the source's topic leaves to them.";

    public static final String CODECS = "topics.compression";
    private static final String CODECS_DOC =
            "Topics that have a compression.type of their own on the target: topic:codec pairs, comma-separated, by the source's topic.";

    public static final String SYNC_ACLS = "sync.topic.acls.enabled";
    private static final String SYNC_ACLS_DOC =
            "Whether principals get on the target's topics the rights they have on the source's, all but writing. Rights are added, never taken away.";

    public static final String SYNC_ACLS_INTERVAL = "sync.topic.acls.interval.seconds";
    private static final String SYNC_ACLS_INTERVAL_DOC = "How often to compare the rights.";

    public static final String REFRESH_TOPICS_INTERVAL = "refresh.topics.interval.seconds";
    private static final String REFRESH_TOPICS_INTERVAL_DOC =
            "How often to look for new topics and partitions. They are taken up without a restart of anything.";

    public static final String CHECKPOINT_INTERVAL = "checkpoint.interval.ms";
    private static final String CHECKPOINT_INTERVAL_DOC =
            "How often each task writes its progress to the topic streambus.checkpoints.";

    public static final String FORWARD = "provenance.forward";
    private static final String FORWARD_DOC =
            "Which records go on to the target: all that have not been there, or only local ones, which were produced to the source by clients."
                    + " local is right where every cluster gets every record first hand: active-active and mesh.";

    public static final String GAP_POLICY = "source.gap.policy";
    private static final String GAP_POLICY_DOC =
            "What to do with a partition whose next records are no longer there (retention overtook the link, the topic was deleted and created"
                    + " again, its log was cut back): fail stops the partition and says how many records are lost; skip says so and goes on with"
                    + " the first record that is there; restart says so and copies the partition again from its beginning.";

    public static final String DEAD_LETTERS = "dead.letter.topic";
    private static final String DEAD_LETTERS_DOC =
            "Topic on the target for records that their own topic there would refuse: too large, without key for a compacted topic, or with a"
                    + " timestamp out of its bounds. Headers streambus.dead.letter.* say where from and why. Empty: such a record stops its"
                    + " partition, and the checkpoint says why.";

    public static final String THROTTLE = "throttle.bytes.per.second";
    private static final String THROTTLE_DOC =
            "Upper bound of what all tasks together copy, in bytes of keys and values per second; 0 is no bound.";

    public static final String TRANSACTION_RECORDS = "transaction.max.records";
    private static final String TRANSACTION_RECORDS_DOC =
            "Under exactly-once with transaction.boundary = connector: a transaction ends after so many records.";

    public static final String TRANSACTION_BYTES = "transaction.max.bytes";
    private static final String TRANSACTION_BYTES_DOC =
            "Under exactly-once with transaction.boundary = connector: a transaction ends after so many bytes of keys and values.";

    public static final String TRANSACTION_TIME = "transaction.max.ms";
    private static final String TRANSACTION_TIME_DOC =
            "Under exactly-once with transaction.boundary = connector: a transaction ends after so many ms, which consumers of the target wait.";

    public static final String ADMIN_TIMEOUT = "admin.timeout.ms";
    private static final String ADMIN_TIMEOUT_DOC =
            "How long one look at a cluster's topics, or one change of them, may take.";

    private static final String ERRORS_TOLERANCE = "errors.tolerance";
    private static final String TASK_INDEX = "streambus.task.index";
    private static final String TASK_COUNT = "streambus.task.count";

    /** Connect's own prefix for settings of the worker's producer. */
    static final String OVERRIDE = "producer.override.";

    private static final String SOURCE = "source.";
    private static final String TARGET = "target.";
    private static final String CLUSTER = "cluster.";

    public static final ConfigDef DEFINITION = definition();

    private static ConfigDef definition() {
        String clusters = "Clusters";
        String topics = "Topics";
        String target = "Target topics";
        String flow = "Flow";
        return new ConfigDef()
                .define(
                        SOURCE_ALIAS,
                        ConfigDef.Type.STRING,
                        "source",
                        new ClusterNameValidator(),
                        Importance.HIGH,
                        SOURCE_ALIAS_DOC,
                        clusters,
                        1,
                        Width.MEDIUM,
                        "Source cluster")
                .define(
                        SOURCE_BOOTSTRAP,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ValidList.anyNonDuplicateValues(false, false),
                        Importance.HIGH,
                        SOURCE_BOOTSTRAP_DOC,
                        clusters,
                        2,
                        Width.LONG,
                        "Source brokers")
                .define(
                        TARGET_ALIAS,
                        ConfigDef.Type.STRING,
                        "target",
                        new ClusterNameValidator(),
                        Importance.HIGH,
                        TARGET_ALIAS_DOC,
                        clusters,
                        3,
                        Width.MEDIUM,
                        "Target cluster")
                .define(
                        TARGET_BOOTSTRAP,
                        ConfigDef.Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ValidList.anyNonDuplicateValues(false, false),
                        Importance.HIGH,
                        TARGET_BOOTSTRAP_DOC,
                        clusters,
                        4,
                        Width.LONG,
                        "Target brokers")
                .define(
                        ADMIN_TIMEOUT,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.atLeast(1_000),
                        Importance.LOW,
                        ADMIN_TIMEOUT_DOC,
                        clusters,
                        5,
                        Width.SHORT,
                        "Admin time-out (ms)")
                .define(
                        TOPICS,
                        ConfigDef.Type.LIST,
                        ".*",
                        new TopicSelection.ValidPatterns(),
                        Importance.HIGH,
                        TOPICS_DOC,
                        topics,
                        1,
                        Width.LONG,
                        "Topics")
                .define(
                        TOPICS_EXCLUDE,
                        ConfigDef.Type.LIST,
                        TOPICS_EXCLUDE_DEFAULT,
                        new TopicSelection.ValidPatterns(),
                        Importance.HIGH,
                        TOPICS_EXCLUDE_DOC,
                        topics,
                        2,
                        Width.LONG,
                        "Excluded topics")
                .define(
                        REFRESH_TOPICS_INTERVAL,
                        ConfigDef.Type.LONG,
                        10L,
                        Range.atLeast(1),
                        Importance.LOW,
                        REFRESH_TOPICS_INTERVAL_DOC,
                        topics,
                        3,
                        Width.SHORT,
                        "Topic refresh (s)")
                .define(
                        TOPICS_RENAME,
                        ConfigDef.Type.LIST,
                        "",
                        new TopicNaming.ValidRenames(),
                        Importance.MEDIUM,
                        TOPICS_RENAME_DOC,
                        target,
                        1,
                        Width.LONG,
                        "Renamed topics")
                .define(
                        TOPIC_PREFIX,
                        ConfigDef.Type.STRING,
                        "",
                        new TopicNaming.ValidPrefix(),
                        Importance.MEDIUM,
                        TOPIC_PREFIX_DOC,
                        target,
                        2,
                        Width.MEDIUM,
                        "Topic prefix")
                .define(
                        POLICY_CLASS,
                        ConfigDef.Type.CLASS,
                        IdentityReplicationPolicy.class,
                        Importance.LOW,
                        POLICY_CLASS_DOC,
                        target,
                        3,
                        Width.LONG,
                        "Replication policy")
                .define(
                        DefaultReplicationPolicy.SEPARATOR_CONFIG,
                        ConfigDef.Type.STRING,
                        DefaultReplicationPolicy.SEPARATOR_DEFAULT,
                        Importance.LOW,
                        POLICY_SEPARATOR_DOC,
                        target,
                        4,
                        Width.SHORT,
                        "Policy separator")
                .define(
                        REPLICATION_FACTOR,
                        ConfigDef.Type.INT,
                        -1,
                        new Replicas(),
                        Importance.MEDIUM,
                        REPLICATION_FACTOR_DOC,
                        target,
                        5,
                        Width.SHORT,
                        "Replicas")
                .define(
                        CONFIG_EXCLUDE,
                        ConfigDef.Type.LIST,
                        CONFIG_EXCLUDE_DEFAULT,
                        new TopicSelection.ValidPatterns(),
                        Importance.LOW,
                        CONFIG_EXCLUDE_DOC,
                        target,
                        6,
                        Width.LONG,
                        "Topic settings not taken over")
                .define(
                        CHECKPOINTS_REPLICATION_FACTOR,
                        ConfigDef.Type.INT,
                        -1,
                        new Replicas(),
                        Importance.LOW,
                        CHECKPOINTS_REPLICATION_FACTOR_DOC,
                        target,
                        7,
                        Width.SHORT,
                        "Checkpoint replicas")
                .define(
                        SYNC_SETTINGS,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        SYNC_SETTINGS_DOC,
                        target,
                        8,
                        Width.SHORT,
                        "Settings in step")
                .define(
                        SYNC_SETTINGS_INTERVAL,
                        ConfigDef.Type.LONG,
                        60L,
                        Range.atLeast(1),
                        Importance.LOW,
                        SYNC_SETTINGS_INTERVAL_DOC,
                        target,
                        9,
                        Width.SHORT,
                        "Settings interval (s)")
                .define(
                        DEFAULTS_FROM,
                        ConfigDef.Type.STRING,
                        "target",
                        ValidString.in("target", "source"),
                        Importance.LOW,
                        DEFAULTS_FROM_DOC,
                        target,
                        10,
                        Width.SHORT,
                        "Defaults from")
                .define(
                        CODECS,
                        ConfigDef.Type.LIST,
                        "",
                        new TopicNaming.ValidCodecs(),
                        Importance.LOW,
                        CODECS_DOC,
                        target,
                        11,
                        Width.LONG,
                        "Codecs of topics")
                .define(
                        SYNC_ACLS,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        SYNC_ACLS_DOC,
                        target,
                        12,
                        Width.SHORT,
                        "Rights in step")
                .define(
                        SYNC_ACLS_INTERVAL,
                        ConfigDef.Type.LONG,
                        60L,
                        Range.atLeast(1),
                        Importance.LOW,
                        SYNC_ACLS_INTERVAL_DOC,
                        target,
                        13,
                        Width.SHORT,
                        "Rights interval (s)")
                .define(
                        FORWARD,
                        ConfigDef.Type.STRING,
                        "all",
                        ValidString.in("all", "local"),
                        Importance.MEDIUM,
                        FORWARD_DOC,
                        flow,
                        1,
                        Width.SHORT,
                        "Forward")
                .define(
                        GAP_POLICY,
                        ConfigDef.Type.STRING,
                        "fail",
                        ValidString.in("fail", "skip", "restart"),
                        Importance.MEDIUM,
                        GAP_POLICY_DOC,
                        flow,
                        2,
                        Width.SHORT,
                        "Gap policy")
                .define(
                        DEAD_LETTERS,
                        ConfigDef.Type.STRING,
                        "",
                        new TopicNaming.ValidPrefix(),
                        Importance.MEDIUM,
                        DEAD_LETTERS_DOC,
                        flow,
                        3,
                        Width.MEDIUM,
                        "Dead-letter topic")
                .define(
                        THROTTLE,
                        ConfigDef.Type.LONG,
                        0L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        THROTTLE_DOC,
                        flow,
                        4,
                        Width.SHORT,
                        "Throttle (bytes/s)")
                .define(
                        CHECKPOINT_INTERVAL,
                        ConfigDef.Type.LONG,
                        5_000L,
                        Range.atLeast(100),
                        Importance.LOW,
                        CHECKPOINT_INTERVAL_DOC,
                        flow,
                        5,
                        Width.SHORT,
                        "Checkpoint interval (ms)")
                .define(
                        TRANSACTION_RECORDS,
                        ConfigDef.Type.LONG,
                        100_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        TRANSACTION_RECORDS_DOC,
                        flow,
                        6,
                        Width.SHORT,
                        "Transaction (records)")
                .define(
                        TRANSACTION_BYTES,
                        ConfigDef.Type.LONG,
                        64L << 20,
                        Range.atLeast(1),
                        Importance.LOW,
                        TRANSACTION_BYTES_DOC,
                        flow,
                        7,
                        Width.SHORT,
                        "Transaction (bytes)")
                .define(
                        TRANSACTION_TIME,
                        ConfigDef.Type.LONG,
                        500L,
                        Range.atLeast(1),
                        Importance.LOW,
                        TRANSACTION_TIME_DOC,
                        flow,
                        8,
                        Width.SHORT,
                        "Transaction (ms)");
    }

    /** @throws ConfigException naming the first setting that is missing or out of its range */
    public SourceConfig(Map<String, String> settings) {
        super(DEFINITION, settings, false);
    }

    /**
     * What is wrong between settings that are each right by themselves.
     *
     * @param settings as they were given, which may be incomplete
     * @return the faults, by setting; empty if there are none
     */
    public static Map<String, String> faultsBetween(Map<String, String> settings) {
        Map<String, String> faults = new LinkedHashMap<>();
        String source = settings.getOrDefault(SOURCE_ALIAS, "source");
        if (source.equals(settings.getOrDefault(TARGET_ALIAS, "target"))) {
            faults.put(
                    TARGET_ALIAS,
                    "Source and target are both called '" + source
                            + "': loops are told by names, so each cluster needs its own.");
        }
        if ("all".equalsIgnoreCase(settings.get(ERRORS_TOLERANCE))) {
            faults.put(
                    ERRORS_TOLERANCE,
                    "errors.tolerance = all would drop records without a trace. Leave it at none: a record that the target refuses is reported.");
        }
        return faults;
    }

    /** What each task gets: the connector's settings and its share. */
    public static Map<String, String> taskSettings(Map<String, String> settings, Shard shard) {
        Map<String, String> task = new HashMap<>(settings);
        task.put(TASK_INDEX, String.valueOf(shard.index()));
        task.put(TASK_COUNT, String.valueOf(shard.count()));
        return task;
    }

    /** The share of the task that these settings were made for. */
    Shard shard() {
        Map<String, String> settings = originalsStrings();
        return new Shard(Integer.parseInt(settings.get(TASK_INDEX)), Integer.parseInt(settings.get(TASK_COUNT)));
    }

    /** The connector's name, which is the flow's name in checkpoints. */
    public String flow() {
        return originalsStrings().getOrDefault("name", "");
    }

    public String sourceAlias() {
        return getString(SOURCE_ALIAS);
    }

    public String targetAlias() {
        return getString(TARGET_ALIAS);
    }

    public TopicSelection topicSelection() {
        return new TopicSelection(getList(TOPICS), getList(TOPICS_EXCLUDE), replicationPolicy(), targetAlias());
    }

    public TopicNaming topicNaming() {
        return new TopicNaming(sourceAlias(), getString(TOPIC_PREFIX), getList(TOPICS_RENAME), replicationPolicy());
    }

    /** Whether the user has chosen how topics are named on the target. */
    boolean namesReplicationPolicy() {
        return originals().containsKey(POLICY_CLASS);
    }

    private ReplicationPolicy replicationPolicy() {
        return getConfiguredInstance(POLICY_CLASS, ReplicationPolicy.class);
    }

    public short replicationFactor() {
        return getInt(REPLICATION_FACTOR).shortValue();
    }

    public short checkpointsReplicationFactor() {
        return getInt(CHECKPOINTS_REPLICATION_FACTOR).shortValue();
    }

    SettingsInStep settingsInStep() {
        Map<String, String> codecs = new HashMap<>();
        for (String pair : getList(CODECS)) {
            int colon = pair.indexOf(':');
            codecs.put(pair.substring(0, colon), pair.substring(colon + 1));
        }
        return new SettingsInStep(
                getList(CONFIG_EXCLUDE), getString(DEFAULTS_FROM).equals("source"), codecs);
    }

    boolean syncsTopicSettings() {
        return getBoolean(SYNC_SETTINGS);
    }

    Duration syncTopicSettingsInterval() {
        return Duration.ofSeconds(getLong(SYNC_SETTINGS_INTERVAL));
    }

    boolean syncsTopicAcls() {
        return getBoolean(SYNC_ACLS);
    }

    Duration syncTopicAclsInterval() {
        return Duration.ofSeconds(getLong(SYNC_ACLS_INTERVAL));
    }

    public Duration refreshTopicsInterval() {
        return Duration.ofSeconds(getLong(REFRESH_TOPICS_INTERVAL));
    }

    public Duration checkpointInterval() {
        return Duration.ofMillis(getLong(CHECKPOINT_INTERVAL));
    }

    public Duration adminTimeout() {
        return Duration.ofMillis(getLong(ADMIN_TIMEOUT));
    }

    public Forward forward() {
        return getString(FORWARD).equals("local") ? Forward.LOCAL : Forward.ALL;
    }

    public GapPolicy gapPolicy() {
        return GapPolicy.valueOf(getString(GAP_POLICY).toUpperCase(Locale.ROOT));
    }

    /** The topic on the target for refused records; empty if they stop their partition. */
    Optional<String> deadLetterTopic() {
        return Optional.of(getString(DEAD_LETTERS)).filter(topic -> !topic.isEmpty());
    }

    /** What the connector's settings say of the worker's producer. */
    WorkerProducer workerProducer() {
        Map<String, String> settings = originalsStrings();
        return new WorkerProducer(
                settings.getOrDefault(OVERRIDE + ProducerConfig.COMPRESSION_TYPE_CONFIG, "none"),
                Integer.parseInt(settings.getOrDefault(
                        OVERRIDE + ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(Integer.MAX_VALUE))));
    }

    long transactionRecords() {
        return getLong(TRANSACTION_RECORDS);
    }

    long transactionBytes() {
        return getLong(TRANSACTION_BYTES);
    }

    Duration transactionTime() {
        return Duration.ofMillis(getLong(TRANSACTION_TIME));
    }

    /** Bytes per second for the whole connector; 0 means unlimited. */
    public long throttleBytesPerSecond() {
        return getLong(THROTTLE);
    }

    /** What the user set for the source's consumer: {@code source.cluster.*}, {@code consumer.*}, {@code source.consumer.*}, the later wins. */
    public Map<String, Object> sourceConsumer() {
        return client(SOURCE, "consumer.", ConsumerConfig.configNames());
    }

    /** What the user set for the source's admin client: {@code source.cluster.*}, {@code admin.*}, {@code source.admin.*}, the later wins. */
    public Map<String, Object> sourceAdmin() {
        return client(SOURCE, "admin.", AdminClientConfig.configNames());
    }

    /** What the user set for the target's admin client: {@code target.cluster.*}, {@code admin.*}, {@code target.admin.*}, the later wins. */
    public Map<String, Object> targetAdmin() {
        return client(TARGET, "admin.", AdminClientConfig.configNames());
    }

    /** What the user set for consumers of the target: {@code target.cluster.*}, {@code target.consumer.*}, the later wins. */
    public Map<String, Object> targetConsumer() {
        Map<String, Object> settings = clusterSettings(TARGET, ConsumerConfig.configNames());
        settings.putAll(originalsWithPrefix(TARGET + "consumer."));
        return settings;
    }

    /** What the user set for the checkpoints' producer: {@code target.cluster.*}, {@code producer.*}, {@code target.producer.*}, the later wins. */
    public Map<String, Object> targetProducer() {
        Map<String, Object> settings = client(TARGET, "producer.", ProducerConfig.configNames());
        // "producer.override.*" is Connect's own and speaks of the worker's producer.
        settings.keySet().removeIf(key -> key.startsWith("override."));
        return settings;
    }

    private Map<String, Object> client(String side, String role, Set<String> known) {
        Map<String, Object> settings = clusterSettings(side, known);
        settings.putAll(originalsWithPrefix(role));
        settings.putAll(originalsWithPrefix(side + role));
        return settings;
    }

    /** Only what the client knows: {@code source.cluster.alias} is ours, and a client warns of every setting that it does not know. */
    private Map<String, Object> clusterSettings(String side, Set<String> known) {
        Map<String, Object> settings = new HashMap<>(originalsWithPrefix(side + CLUSTER));
        settings.keySet().retainAll(known);
        return settings;
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
