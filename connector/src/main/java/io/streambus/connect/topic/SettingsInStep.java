package io.streambus.connect.topic;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;

/**
 * Which settings a topic on the target takes over from the source (MirrorMaker 2: {@code DefaultConfigPropertyFilter}): those that are not
 * excluded. What the source leaves to its brokers' defaults, the target leaves to its own, unless {@code use.defaults.from = source}. Immutable,
 * thread-safe.
 */
public final class SettingsInStep {

    private final List<Pattern> excluded;
    private final boolean sourceDefaults;
    private final Map<String, Map<String, String>> fixed;

    /**
     * @param excluded names and regular expressions of settings, as {@link TopicSelection.ValidPatterns} accepts them, that the target keeps as they are
     * @param sourceDefaults whether the source brokers' defaults are taken over too
     * @param fixed settings that topics have on the target whatever the source has, by the source's topic; they win over all else
     */
    public SettingsInStep(List<String> excluded, boolean sourceDefaults, Map<String, Map<String, String>> fixed) {
        this.excluded = excluded.stream().map(Pattern::compile).toList();
        this.sourceDefaults = sourceDefaults;
        this.fixed = Map.copyOf(fixed);
    }

    /** The settings of a topic that is about to be created on the target. */
    Map<String, String> initial(String topic, Config source) {
        Map<String, String> settings = new TreeMap<>();
        for (ConfigEntry entry : source.entries()) {
            if (!kept(topic, entry) && (isOwn(entry) || sourceDefaults)) {
                settings.put(entry.name(), entry.value());
            }
        }
        settings.putAll(fixed(topic));
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
        fixed(topic).forEach((name, value) -> {
            ConfigEntry there = target.get(name);
            if (there == null || !value.equals(there.value())) {
                changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
            }
        });
        return changes;
    }

    private Map<String, String> fixed(String topic) {
        return fixed.getOrDefault(topic, Map.of());
    }

    /** Whether the target's value stays, whatever the source has. */
    private boolean kept(String topic, ConfigEntry entry) {
        return entry.value() == null
                || entry.isSensitive()
                || entry.isReadOnly()
                || fixed(topic).containsKey(entry.name())
                || excluded.stream()
                        .anyMatch(pattern -> pattern.matcher(entry.name()).matches());
    }

    /** Whether somebody set it on the topic itself. */
    private static boolean isOwn(ConfigEntry entry) {
        return entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
    }
}
