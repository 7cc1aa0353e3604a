package io.streambus.connect.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Which settings a topic on the target takes over from the source (MirrorMaker 2: {@code DefaultConfigPropertyFilter}): those that are not
 * excluded. What the source leaves to its brokers' defaults, the target leaves to its own, unless {@code use.defaults.from = source}. Immutable,
 * thread-safe.
 */
public final class SettingsInStep {

    private final List<Pattern> excluded;
    private final boolean sourceDefaults;
    private final Map<String, String> codecs;

    /**
     * @param excluded names and regular expressions of settings that the target keeps as they are
     * @param sourceDefaults whether the source brokers' defaults are taken over too
     * @param codecs {@code compression.type} of topics that have one of their own on the target, by the source's topic; wins over all else
     */
    public SettingsInStep(List<String> excluded, boolean sourceDefaults, Map<String, String> codecs) {
        this.excluded = excluded.stream().map(Pattern::compile).toList();
        this.sourceDefaults = sourceDefaults;
        this.codecs = Map.copyOf(codecs);
    }

    /** The settings of a topic that is about to be created on the target. */
    Map<String, String> initial(String topic, Config source) {
        Map<String, String> settings = new TreeMap<>();
        for (ConfigEntry entry : source.entries()) {
            if (!kept(topic, entry) && (isOwn(entry) || sourceDefaults)) {
                settings.put(entry.name(), entry.value());
            }
        }
        if (codecs.containsKey(topic)) {
            settings.put(TopicConfig.COMPRESSION_TYPE_CONFIG, codecs.get(topic));
        }
        return settings;
    }

    /** What is to be changed on the target; empty if the topic is in step. */
    List<AlterConfigOp> changes(String topic, Config source, Config target) {
        List<AlterConfigOp> changes = new ArrayList<>();
        for (ConfigEntry entry : source.entries()) {
            if (kept(topic, entry)) {
                continue;
            }
            ConfigEntry there = target.get(entry.name());
            if (isOwn(entry) || sourceDefaults) {
                if (there == null || !entry.value().equals(there.value())) {
                    changes.add(
                            new AlterConfigOp(new ConfigEntry(entry.name(), entry.value()), AlterConfigOp.OpType.SET));
                }
            } else if (there != null && isOwn(there)) {
                changes.add(new AlterConfigOp(new ConfigEntry(entry.name(), null), AlterConfigOp.OpType.DELETE));
            }
        }
        String codec = codecs.get(topic);
        ConfigEntry codecThere = target.get(TopicConfig.COMPRESSION_TYPE_CONFIG);
        if (codec != null && (codecThere == null || !codec.equals(codecThere.value()))) {
            changes.add(new AlterConfigOp(
                    new ConfigEntry(TopicConfig.COMPRESSION_TYPE_CONFIG, codec), AlterConfigOp.OpType.SET));
        }
        return changes;
    }

    /** Whether the target's value stays, whatever the source has. */
    private boolean kept(String topic, ConfigEntry entry) {
        return entry.value() == null
                || entry.isSensitive()
                || entry.isReadOnly()
                || (entry.name().equals(TopicConfig.COMPRESSION_TYPE_CONFIG) && codecs.containsKey(topic))
                || excluded.stream()
                        .anyMatch(pattern -> pattern.matcher(entry.name()).matches());
    }

    /** Whether somebody set it on the topic itself. */
    private static boolean isOwn(ConfigEntry entry) {
        return entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
    }
}
