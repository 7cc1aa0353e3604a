package io.streambus.bridge.plan;

import io.streambus.connect.config.SourceSettings;

/**
 * The names of settings that the compiler writes: those of {@code StreamBusSourceConnector}, of our transforms and of Connect. Nothing but
 * names is shared with the plugins, which live in another process: constants are compiled in.
 */
public final class ConnectorKeys {

    /** False lets Connect's offsets go without a word to the checkpoints. */
    public static final String CHECKPOINTS_FOLLOW_OFFSETS = SourceSettings.CHECKPOINTS_FOLLOW_OFFSETS;

    static final String CONNECTOR_CLASS = "connector.class";
    static final String SOURCE_CONNECTOR = "io.streambus.connect.StreamBusSourceConnector";
    static final String FILTER_RECORDS = "io.streambus.connect.smt.FilterRecords";
    static final String REWRITE_HEADERS = "io.streambus.connect.smt.RewriteHeaders";
    static final String BYTE_ARRAY_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";

    static final String SOURCE = "source.cluster.";
    static final String TARGET = "target.cluster.";
    static final String ALIAS = "alias";
    static final String BOOTSTRAP = "bootstrap.servers";

    static final String TOPICS = SourceSettings.TOPICS;
    static final String TOPICS_EXCLUDE = SourceSettings.TOPICS_EXCLUDE;
    static final String TOPIC_PREFIX = SourceSettings.TOPIC_PREFIX;
    static final String TOPICS_RENAME = SourceSettings.TOPICS_RENAME;
    static final String TOPICS_COMPRESSION = SourceSettings.TOPICS_COMPRESSION;
    static final String TOPICS_TIMESTAMP_TYPE = SourceSettings.TOPICS_TIMESTAMP_TYPE;
    static final String POLICY_CLASS = SourceSettings.POLICY_CLASS;
    static final String IDENTITY_POLICY = "org.apache.kafka.connect.mirror.IdentityReplicationPolicy";
    static final String EXISTING_TOPICS = SourceSettings.EXISTING_TOPICS;
    static final String FORWARD = SourceSettings.FORWARD;
    static final String CHECKPOINT_INTERVAL = SourceSettings.CHECKPOINT_INTERVAL;
    static final String THROTTLE = SourceSettings.THROTTLE;

    static final String CONSUMER = "consumer.";
    static final String SOURCE_ADMIN = "source.admin.";
    static final String TARGET_ADMIN = "target.admin.";
    static final String PRODUCER_OVERRIDE = "producer.override.";

    private ConnectorKeys() {}
}
