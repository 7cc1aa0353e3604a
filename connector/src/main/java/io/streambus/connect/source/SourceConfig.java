package io.streambus.connect.source;

import io.streambus.connect.limits.WorkerProducer;
import io.streambus.connect.provenance.Forward;
import io.streambus.connect.secret.SecretReference;
import io.streambus.connect.topic.FixedSetting;
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
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.ReplicationPolicy;

/**
 * The settings of {@code StreamBusSourceConnector}: MirrorMaker 2's names wherever it has the concept, so that its configurations work as they
 * are. Immutable, thread-safe.
 */
public final class SourceConfig extends AbstractConfig {

    private static final String ERRORS_TOLERANCE = "errors.tolerance";
    private static final String TASK_INDEX = "streambus.task.index";
    private static final String TASK_COUNT = "streambus.task.count";

    /** Connect's own prefix for settings of the worker's producer. */
    static final String OVERRIDE = "producer.override.";

    private static final String SOURCE = "source.";
    private static final String TARGET = "target.";
    private static final String CLUSTER = "cluster.";

    /** The provider by which the bridge refers to the files of a client certificate. */
    private static final String FILE_PROVIDER = "directory";

    private static final String FILE_CONTENT = "${" + FILE_PROVIDER + ":";

    /** @throws ConfigException naming the first setting that is missing or out of its range */
    public SourceConfig(Map<String, String> settings) {
        super(SourceSettings.DEFINITION, settings, false);
    }

    /**
     * What is wrong between settings that are each right by themselves.
     *
     * @param settings as they were given, which may be incomplete
     * @return the faults, by setting; empty if there are none
     */
    public static Map<String, String> faultsBetween(Map<String, String> settings) {
        Map<String, String> faults = new LinkedHashMap<>();
        String source = settings.getOrDefault(SourceSettings.SOURCE_ALIAS, "source");
        if (source.equals(settings.getOrDefault(SourceSettings.TARGET_ALIAS, "target"))) {
            faults.put(
                    SourceSettings.TARGET_ALIAS,
                    "Source and target are both called '" + source
                            + "': loops are told by names, so each cluster needs its own.");
        }
        if ("all".equalsIgnoreCase(settings.get(ERRORS_TOLERANCE))) {
            faults.put(
                    ERRORS_TOLERANCE,
                    "errors.tolerance = all would drop records without a trace. Leave it at none: a record that the target refuses is reported.");
        }
        settings.forEach((setting, value) -> unresolved(value)
                .ifPresent(provider -> faults.put(
                        setting,
                        "The worker did not resolve " + setting + ": it has no config provider '" + provider
                                + "', or what is referred to is not there. See config.providers and config.providers."
                                + provider + ".class in the worker's properties; the example of a worker shows how.")));
        return faults;
    }

    /** A worker leaves a reference as it is when nothing resolves it: it would be taken for the password. */
    private static Optional<String> unresolved(String value) {
        if (value != null && SecretReference.isIn(value)) {
            return Optional.of(SecretReference.PROVIDER);
        }
        return value != null && value.startsWith(FILE_CONTENT) ? Optional.of(FILE_PROVIDER) : Optional.empty();
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
        return getString(SourceSettings.SOURCE_ALIAS);
    }

    public String targetAlias() {
        return getString(SourceSettings.TARGET_ALIAS);
    }

    public TopicSelection topicSelection() {
        return new TopicSelection(
                getList(SourceSettings.TOPICS),
                getList(SourceSettings.TOPICS_EXCLUDE),
                replicationPolicy(),
                targetAlias());
    }

    public TopicNaming topicNaming() {
        return new TopicNaming(
                sourceAlias(),
                getString(SourceSettings.TOPIC_PREFIX),
                getList(SourceSettings.TOPICS_RENAME),
                replicationPolicy());
    }

    /** Whether the user has chosen how topics are named on the target. */
    boolean namesReplicationPolicy() {
        return originals().containsKey(SourceSettings.POLICY_CLASS);
    }

    private ReplicationPolicy replicationPolicy() {
        return getConfiguredInstance(SourceSettings.POLICY_CLASS, ReplicationPolicy.class);
    }

    public short replicationFactor() {
        return getInt(SourceSettings.REPLICATION_FACTOR).shortValue();
    }

    public short checkpointsReplicationFactor() {
        return getInt(SourceSettings.CHECKPOINTS_REPLICATION_FACTOR).shortValue();
    }

    SettingsInStep settingsInStep() {
        Map<String, Map<String, String>> fixed = new HashMap<>();
        FixedSetting.COMPRESSION.addTo(fixed, getList(SourceSettings.TOPICS_COMPRESSION));
        FixedSetting.TIMESTAMPS.addTo(fixed, getList(SourceSettings.TOPICS_TIMESTAMP_TYPE));
        return new SettingsInStep(
                getList(SourceSettings.CONFIG_EXCLUDE),
                getString(SourceSettings.DEFAULTS_FROM).equals("source"),
                fixed);
    }

    /** Whether altered offsets are what the flow goes on from. */
    public boolean checkpointsFollowOffsets() {
        return getBoolean(SourceSettings.CHECKPOINTS_FOLLOW_OFFSETS);
    }

    boolean syncsTopicSettings() {
        return getBoolean(SourceSettings.SYNC_SETTINGS);
    }

    Duration syncTopicSettingsInterval() {
        return Duration.ofSeconds(getLong(SourceSettings.SYNC_SETTINGS_INTERVAL));
    }

    boolean syncsTopicAcls() {
        return getBoolean(SourceSettings.SYNC_ACLS);
    }

    Duration syncTopicAclsInterval() {
        return Duration.ofSeconds(getLong(SourceSettings.SYNC_ACLS_INTERVAL));
    }

    public Duration refreshTopicsInterval() {
        return Duration.ofSeconds(getLong(SourceSettings.REFRESH_TOPICS_INTERVAL));
    }

    public Duration checkpointInterval() {
        return Duration.ofMillis(getLong(SourceSettings.CHECKPOINT_INTERVAL));
    }

    public Duration adminTimeout() {
        return Duration.ofMillis(getLong(SourceSettings.ADMIN_TIMEOUT));
    }

    public Forward forward() {
        return getString(SourceSettings.FORWARD).equals("local") ? Forward.LOCAL : Forward.ALL;
    }

    public GapPolicy gapPolicy() {
        return GapPolicy.valueOf(getString(SourceSettings.GAP_POLICY).toUpperCase(Locale.ROOT));
    }

    /** The topic on the target for refused records; empty if they stop their partition. */
    Optional<String> deadLetterTopic() {
        return Optional.of(getString(SourceSettings.DEAD_LETTERS)).filter(topic -> !topic.isEmpty());
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
        return getLong(SourceSettings.TRANSACTION_RECORDS);
    }

    long transactionBytes() {
        return getLong(SourceSettings.TRANSACTION_BYTES);
    }

    Duration transactionTime() {
        return Duration.ofMillis(getLong(SourceSettings.TRANSACTION_TIME));
    }

    /** Consumers of the source for the whole connector. */
    int connections() {
        return getInt(SourceSettings.CONNECTIONS);
    }

    /** How much a task may read ahead, in bytes. */
    long bufferBytes() {
        return getLong(SourceSettings.BUFFER);
    }

    /** Bytes per second for the whole connector; 0 means unlimited. */
    public long throttleBytesPerSecond() {
        return getLong(SourceSettings.THROTTLE);
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
}
