package io.streambus.bridge.plan;

/**
 * The names of settings that the compiler writes: those of {@code StreamBusSourceConnector}, of our transforms and of Connect. Nothing but
 * names is shared with the plugins, which live in another process.
 */
final class ConnectorKeys {

    static final String CONNECTOR_CLASS = "connector.class";
    static final String SOURCE_CONNECTOR = "io.streambus.connect.StreamBusSourceConnector";
    static final String FILTER_RECORDS = "io.streambus.connect.smt.FilterRecords";
    static final String REWRITE_HEADERS = "io.streambus.connect.smt.RewriteHeaders";
    static final String BYTE_ARRAY_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";

    static final String SOURCE = "source.cluster.";
    static final String TARGET = "target.cluster.";
    static final String ALIAS = "alias";
    static final String BOOTSTRAP = "bootstrap.servers";

    static final String TOPICS = "topics";
    static final String TOPICS_EXCLUDE = "topics.exclude";
    static final String TOPIC_PREFIX = "topic.prefix";
    static final String TOPICS_RENAME = "topics.rename";
    static final String FORWARD = "provenance.forward";
    static final String CHECKPOINT_INTERVAL = "checkpoint.interval.ms";
    static final String THROTTLE = "throttle.bytes.per.second";

    static final String CONSUMER = "consumer.";
    static final String SOURCE_ADMIN = "source.admin.";
    static final String TARGET_ADMIN = "target.admin.";
    static final String PRODUCER_OVERRIDE = "producer.override.";

    private ConnectorKeys() {}
}
