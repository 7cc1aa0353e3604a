package io.streambus.connect.config;

import io.streambus.connect.limits.TransformPreview;
import io.streambus.connect.limits.WorkerProducer;
import io.streambus.connect.provenance.Binding;
import io.streambus.connect.provenance.Forward;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.start.GapPolicy;
import io.streambus.connect.start.HolePolicy;
import io.streambus.connect.start.StartRules;
import io.streambus.connect.topic.FixedSetting;
import io.streambus.connect.topic.SettingsInStep;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.topic.TopicNaming;
import io.streambus.connect.topic.TopicSelection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.mirror.ReplicationPolicy;

/**
 * The settings of {@code StreamBusSourceConnector}: MirrorMaker 2's names wherever it has the concept, so that its configurations work as they
 * are. Immutable, thread-safe.
 */
public final class SourceConfig extends AbstractConfig {

    private static final String TASK_INDEX = "streambus.task.index";
    private static final String TASK_COUNT = "streambus.task.count";

    /** Connect's own prefix for settings of the worker's producer. */
    static final String OVERRIDE = "producer.override.";

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
        return SettingFaults.of(settings);
    }

    /** What each task gets: the connector's settings and its share. */
    public static Map<String, String> taskSettings(Map<String, String> settings, Shard shard) {
        Map<String, String> task = new HashMap<>(settings);
        task.put(TASK_INDEX, String.valueOf(shard.index()));
        task.put(TASK_COUNT, String.valueOf(shard.count()));
        return task;
    }

    /** The share of the task that these settings were made for. */
    public Shard shard() {
        Map<String, String> settings = originalsStrings();
        return new Shard(Integer.parseInt(settings.get(TASK_INDEX)), Integer.parseInt(settings.get(TASK_COUNT)));
    }

    /** The connector's name, which is the flow's name in checkpoints. */
    public String flow() {
        return originalsStrings().getOrDefault("name", "");
    }

    /** Whether the flow runs at all. */
    public boolean enabled() {
        return getBoolean(ClusterSettings.ENABLED);
    }

    public String sourceAlias() {
        return getString(ClusterSettings.SOURCE_ALIAS);
    }

    public String targetAlias() {
        return getString(ClusterSettings.TARGET_ALIAS);
    }

    public TopicSelection topicSelection() {
        return new TopicSelection(
                getList(TopicSettings.TOPICS),
                getList(TopicSettings.TOPICS_EXCLUDE),
                replicationPolicy(),
                targetAlias());
    }

    public TopicNaming topicNaming() {
        return new TopicNaming(
                sourceAlias(),
                getString(TargetTopicSettings.TOPIC_PREFIX),
                getList(TargetTopicSettings.TOPICS_RENAME),
                replicationPolicy());
    }

    private ReplicationPolicy replicationPolicy() {
        return getConfiguredInstance(TargetTopicSettings.POLICY_CLASS, ReplicationPolicy.class);
    }

    /** Whether the flow may write into topics of the target that hold records and are not its own. */
    public boolean adoptsExistingTopics() {
        return getString(TargetTopicSettings.EXISTING_TOPICS).equals("adopt");
    }

    public short replicationFactor() {
        return getInt(TargetTopicSettings.REPLICATION_FACTOR).shortValue();
    }

    public short checkpointsReplicationFactor() {
        return getInt(TargetTopicSettings.CHECKPOINTS_REPLICATION_FACTOR).shortValue();
    }

    public SettingsInStep settingsInStep() {
        Map<String, Map<String, String>> fixed = new HashMap<>();
        FixedSetting.COMPRESSION.addTo(fixed, getList(TargetTopicSettings.TOPICS_COMPRESSION));
        FixedSetting.TIMESTAMPS.addTo(fixed, getList(TargetTopicSettings.TOPICS_TIMESTAMP_TYPE));
        return new SettingsInStep(
                getList(TargetTopicSettings.CONFIG_EXCLUDE),
                getString(TargetTopicSettings.DEFAULTS_FROM).equals("source"),
                fixed);
    }

    /** Whether altered offsets are what the flow goes on from. */
    public boolean checkpointsFollowOffsets() {
        return getBoolean(PaceSettings.CHECKPOINTS_FOLLOW_OFFSETS);
    }

    public boolean syncsTopicSettings() {
        return getBoolean(TargetTopicSettings.SYNC_SETTINGS);
    }

    public Duration syncTopicSettingsInterval() {
        return Duration.ofSeconds(getLong(TargetTopicSettings.SYNC_SETTINGS_INTERVAL));
    }

    public boolean syncsTopicAcls() {
        return getBoolean(TargetTopicSettings.SYNC_ACLS);
    }

    public Duration syncTopicAclsInterval() {
        return Duration.ofSeconds(getLong(TargetTopicSettings.SYNC_ACLS_INTERVAL));
    }

    public Duration refreshTopicsInterval() {
        return Duration.ofSeconds(getLong(TopicSettings.REFRESH_TOPICS_INTERVAL));
    }

    public Duration checkpointInterval() {
        return Duration.ofMillis(getLong(PaceSettings.CHECKPOINT_INTERVAL));
    }

    public Duration adminTimeout() {
        return Duration.ofMillis(getLong(ClusterSettings.ADMIN_TIMEOUT));
    }

    public Forward forward() {
        return getString(FlowSettings.FORWARD).equals("local") ? Forward.LOCAL : Forward.ALL;
    }

    public GapPolicy gapPolicy() {
        return GapPolicy.valueOf(getString(FlowSettings.GAP_POLICY).toUpperCase(Locale.ROOT));
    }

    public GapPolicy targetGapPolicy() {
        return GapPolicy.valueOf(getString(FlowSettings.TARGET_GAP_POLICY).toUpperCase(Locale.ROOT));
    }

    public HolePolicy holePolicy() {
        return HolePolicy.valueOf(getString(FlowSettings.HOLE_POLICY).toUpperCase(Locale.ROOT));
    }

    /** The connector's transforms that are not ours. */
    public ForeignTransforms foreignTransforms() {
        return ForeignTransforms.in(originalsStrings());
    }

    /**
     * @param transactional whether the worker writes in transactions, or may
     * @param fromLatest whether partitions that were never read start at their end
     */
    public StartRules startRules(boolean transactional, boolean fromLatest) {
        ForeignTransforms foreign = foreignTransforms();
        return new StartRules(
                gapPolicy(),
                targetGapPolicy(),
                fromLatest,
                transactional,
                adoptsExistingTopics(),
                !foreign.changeKeys(),
                !foreign.changeValues(),
                !foreign.any());
    }

    /** Which records go on, and what their headers then say. */
    public ProvenanceRule provenanceRule() {
        return new ProvenanceRule(
                sourceAlias(),
                targetAlias(),
                forward(),
                bindsProvenanceToTimestamp() ? Binding.TIMESTAMP : Binding.NONE);
    }

    /** Whether a copy's provenance counts only together with the copy's timestamp. */
    public boolean bindsProvenanceToTimestamp() {
        return getString(FlowSettings.PROVENANCE_BIND).equals("timestamp");
    }

    /** The topic on the target for refused records; empty if they stop their partition. */
    public Optional<String> deadLetterTopic() {
        return Optional.of(getString(FlowSettings.DEAD_LETTERS)).filter(topic -> !topic.isEmpty());
    }

    /** What the connector's settings say of the worker's producer. */
    public WorkerProducer workerProducer() {
        return WorkerProducer.of(originalsWithPrefix(OVERRIDE));
    }

    /** What our own transforms will make of the records. */
    public TransformPreview transformPreview() {
        return new TransformPreview(originalsStrings());
    }

    public long transactionRecords() {
        return getLong(PaceSettings.TRANSACTION_RECORDS);
    }

    public long transactionBytes() {
        return getLong(PaceSettings.TRANSACTION_BYTES);
    }

    public Duration transactionTime() {
        return Duration.ofMillis(getLong(PaceSettings.TRANSACTION_TIME));
    }

    /** Consumers of the source for the whole connector. */
    public int connections() {
        return getInt(PaceSettings.CONNECTIONS);
    }

    /** How much a task may read ahead, in bytes. */
    public long bufferBytes() {
        return getLong(PaceSettings.BUFFER);
    }

    /** Bytes per second for the whole connector; 0 means unlimited. */
    public long throttleBytesPerSecond() {
        return getLong(PaceSettings.THROTTLE);
    }
}
