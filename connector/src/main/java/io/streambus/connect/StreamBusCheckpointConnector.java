package io.streambus.connect;

import io.streambus.connect.config.ClusterSettings;
import io.streambus.connect.config.GroupConfig;
import io.streambus.connect.config.GroupSettings;
import io.streambus.connect.group.pass.StreamBusCheckpointTask;
import io.streambus.connect.plugin.PluginVersion;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates the offsets of consumer groups from a source cluster to a target cluster, and commits them there: the companion of the
 * {@link StreamBusSourceConnector} that copies the topics, by whose checkpoints it goes. Its settings have MirrorMaker 2's names, and it writes
 * MirrorMaker 2's checkpoints too.
 */
public final class StreamBusCheckpointConnector extends SourceConnector {

    private static final Logger LOG = LoggerFactory.getLogger(StreamBusCheckpointConnector.class);

    private Map<String, String> settings = Map.of();
    private boolean enabled;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    @Override
    public ConfigDef config() {
        return GroupSettings.DEFINITION;
    }

    /** All faults at once: those of each setting, and those between settings. */
    @Override
    public Config validate(Map<String, String> connectorSettings) {
        return FaultsBetween.addedTo(super.validate(connectorSettings), GroupConfig.faultsBetween(connectorSettings));
    }

    /** @throws ConfigException if the settings are wrong */
    @Override
    public void start(Map<String, String> connectorSettings) {
        Map<String, String> faults = GroupConfig.faultsBetween(connectorSettings);
        if (!faults.isEmpty()) {
            throw new ConfigException(String.join(" ", faults.values()));
        }
        GroupConfig config = new GroupConfig(connectorSettings);
        settings = Map.copyOf(connectorSettings);
        enabled = config.flow().enabled();
        if (!enabled) {
            LOG.info("{} is not enabled ({} = false): it translates nothing", config.name(), ClusterSettings.ENABLED);
        }
    }

    @Override
    public Class<? extends Task> taskClass() {
        return StreamBusCheckpointTask.class;
    }

    /** One: a broker answers for thousands of groups at once. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return enabled ? List.of(settings) : List.of();
    }

    @Override
    public void stop() {}

    /** It hands no records to the worker, so that there is nothing to write in transactions. */
    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorSettings) {
        return ExactlyOnceSupport.SUPPORTED;
    }
}
