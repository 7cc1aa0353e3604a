package io.streambus.connect.config;

import io.streambus.connect.topic.TopicSelection;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** Settings of which topics are copied. Names, defaults, rules and what each is for. */
public final class TopicSettings {

    public static final String TOPICS = "topics";
    public static final String TOPICS_EXCLUDE = "topics.exclude";
    public static final String REFRESH_TOPICS_INTERVAL = "refresh.topics.interval.seconds";

    private static final String TOPICS_EXCLUDE_DEFAULT = "mm2.*\\.internal, .*\\.replica, __.*";

    private TopicSettings() {}

    static void addTo(SettingTable table) {
        table.setting(
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
                        "How often to look for new topics and partitions. They are taken up without a restart of anything.");
    }
}
