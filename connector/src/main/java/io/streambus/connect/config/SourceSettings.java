package io.streambus.connect.config;

import org.apache.kafka.common.config.ConfigDef;

/** What can be set on {@code StreamBusSourceConnector}: the groups in which people read it; the reference page is made of it. */
public final class SourceSettings {

    public static final ConfigDef DEFINITION = definition();

    private SourceSettings() {}

    private static ConfigDef definition() {
        SettingTable table = new SettingTable();
        ClusterSettings.addTo(table.group("Clusters"));
        TopicSettings.addTo(table.group("Topics"));
        TargetTopicSettings.addTo(table.group("Target topics"));
        FlowSettings.addTo(table.group("Flow"));
        PaceSettings.addTo(table);
        return table.definition();
    }
}
