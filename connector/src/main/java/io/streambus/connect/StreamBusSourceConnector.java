package io.streambus.connect;

import io.streambus.connect.config.ClientPrefixes;
import io.streambus.connect.config.ClusterSettings;
import io.streambus.connect.config.SourceConfig;
import io.streambus.connect.config.SourceSettings;
import io.streambus.connect.plugin.PluginVersion;
import io.streambus.connect.source.OffsetAlteration;
import io.streambus.connect.source.StreamBusSourceTask;
import io.streambus.connect.topic.Shard;
import io.streambus.connect.watch.TopicWatch;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies topics from a source cluster to the cluster that the worker's producer writes to (pull: run it near the target). Its settings and its
 * stored offsets have MirrorMaker 2's form: a running MirrorSourceConnector is taken over by changing {@code connector.class}.
 */
public final class StreamBusSourceConnector extends SourceConnector {

    private static final Logger LOG = LoggerFactory.getLogger(StreamBusSourceConnector.class);

    private Map<String, String> settings;
    /** Null while the flow is not enabled. */
    private TopicWatch topics;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public ConfigDef config() {
        return SourceSettings.DEFINITION;
    }

    /** All faults at once: those of each setting, and those between settings. */
    @Override
    public Config validate(Map<String, String> connectorSettings) {
        return FaultsBetween.addedTo(super.validate(connectorSettings), SourceConfig.faultsBetween(connectorSettings));
    }

    /**
     * @throws ConfigException if the settings are wrong
     * @throws ConnectException if a cluster does not answer or refuses
     */
    @Override
    public void start(Map<String, String> connectorSettings) {
        Map<String, String> faults = SourceConfig.faultsBetween(connectorSettings);
        if (!faults.isEmpty()) {
            throw new ConfigException(String.join(" ", faults.values()));
        }
        SourceConfig config = new SourceConfig(connectorSettings);
        if (!config.enabled()) {
            LOG.info("{} is not enabled ({} = false): it copies nothing", config.flow(), ClusterSettings.ENABLED);
            return;
        }
        settings = Map.copyOf(connectorSettings);
        topics = new TopicWatch(config, context());
        // Connect never stops a connector that it could not start (WorkerConnector): what has been opened would stay
        // open.
        try {
            topics.start();
        } catch (InterruptedException e) {
            topics.close();
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while looking at the topics", e);
        } catch (RuntimeException e) {
            topics.close();
            throw e;
        }
    }

    @Override
    public Class<? extends Task> taskClass() {
        return StreamBusSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        if (topics == null) {
            return List.of();
        }
        int count = topics.tasks(maxTasks);
        return IntStream.range(0, count)
                .mapToObj(index -> SourceConfig.taskSettings(settings, new Shard(index, count)))
                .collect(Collectors.toList());
    }

    /** Idempotent; also after a {@link #start} that failed. */
    @Override
    public void stop() {
        if (topics != null) {
            topics.close();
        }
    }

    /** Supported for as long as the source's consumer reads committed records only, which it does unless told otherwise (KIP-618). */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorSettings) {
        Object isolation = new ClientPrefixes(new SourceConfig(connectorSettings))
                .sourceConsumer()
                .getOrDefault(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return "read_committed".equals(isolation) ? ExactlyOnceSupport.SUPPORTED : ExactlyOnceSupport.UNSUPPORTED;
    }

    /** The tasks end transactions themselves if {@code transaction.boundary=connector} asks them to. */
    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorSettings) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    /** Checks the offsets and pins the flow's checkpoints to them (KIP-875), unless {@code checkpoints.follow.offsets} is false. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorSettings, Map<Map<String, ?>, Map<String, ?>> offsets) {
        SourceConfig config = new SourceConfig(connectorSettings);
        if (config.checkpointsFollowOffsets()) {
            new OffsetAlteration(config, System::currentTimeMillis).apply(offsets);
        }
        return true;
    }
}
