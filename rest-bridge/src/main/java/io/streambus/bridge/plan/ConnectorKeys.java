package io.streambus.bridge.plan;

import io.streambus.connect.config.FlowSettings;
import io.streambus.connect.config.PaceSettings;
import io.streambus.connect.config.TargetTopicSettings;
import io.streambus.connect.config.TopicSettings;

/**
 * The names of settings that the compiler writes: those of {@code StreamBusSourceConnector}, of our transforms and of Connect. Nothing but
 * names is shared with the plugins, which live in another process: constants are compiled in.
 */
public final class ConnectorKeys {

    /** False lets Connect's offsets go without a word to the checkpoints. */
    public static final String CHECKPOINTS_FOLLOW_OFFSETS = PaceSettings.CHECKPOINTS_FOLLOW_OFFSETS;

    static final String CONNECTOR_CLASS = "connector.class";
    static final String SOURCE_CONNECTOR = "io.streambus.connect.StreamBusSourceConnector";
    static final String FILTER_RECORDS = "io.streambus.connect.smt.FilterRecords";
    static final String REWRITE_HEADERS = "io.streambus.connect.smt.RewriteHeaders";
    static final String BYTE_ARRAY_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";

    static final String SOURCE = "source.cluster.";
    static final String TARGET = "target.cluster.";
    static final String ALIAS = "alias";
    static final String BOOTSTRAP = "bootstrap.servers";

    static final String TOPICS = TopicSettings.TOPICS;
    static final String TOPICS_EXCLUDE = TopicSettings.TOPICS_EXCLUDE;
    static final String TOPIC_PREFIX = TargetTopicSettings.TOPIC_PREFIX;
    static final String TOPICS_RENAME = TargetTopicSettings.TOPICS_RENAME;
    static final String TOPICS_COMPRESSION = TargetTopicSettings.TOPICS_COMPRESSION;
    static final String TOPICS_TIMESTAMP_TYPE = TargetTopicSettings.TOPICS_TIMESTAMP_TYPE;
    static final String POLICY_CLASS = TargetTopicSettings.POLICY_CLASS;
    static final String IDENTITY_POLICY = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy";
    static final String EXISTING_TOPICS = TargetTopicSettings.EXISTING_TOPICS;
    static final String FORWARD = FlowSettings.FORWARD;
    static final String CHECKPOINT_INTERVAL = PaceSettings.CHECKPOINT_INTERVAL;
    static final String THROTTLE = PaceSettings.THROTTLE;

    static final String CONSUMER = "consumer.";
    static final String SOURCE_ADMIN = "source.admin.";
    static final String TARGET_ADMIN = "target.admin.";
    static final String PRODUCER_OVERRIDE = "producer.override.";

    private ConnectorKeys() {}
}
