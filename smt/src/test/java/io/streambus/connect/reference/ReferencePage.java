package io.streambus.connect.reference;

import io.streambus.connect.plugin.KeyFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;

/**
 * A Markdown page about plugins, written from their config definitions and metrics.
 *
 * <p>Confined to one test.
 */
public final class ReferencePage {

    private final StringBuilder text = new StringBuilder();

    public ReferencePage(String title, String introduction) {
        line("# " + title);
        line("");
        line("<!-- Generated from the code by the build: change the code, not this page. -->");
        line("");
        line(introduction);
    }

    public ReferencePage section(String title, String introduction) {
        line("");
        line("## " + title);
        line("");
        line(introduction);
        return this;
    }

    /** A worked example, as the lines of a connector's JSON configuration. */
    public ReferencePage example(String prefix, Map<String, String> config) {
        line("");
        line("```json");
        List<String> entries = new ArrayList<>();
        new TreeMap<>(config)
                .forEach((key, value) -> entries.add("\"" + prefix + json(key) + "\": \"" + json(value) + "\""));
        line(String.join(",\n", entries));
        line("```");
        return this;
    }

    /** The keys of a plugin, those with fixed names in the order of their groups, then the families. */
    public ReferencePage keys(ConfigDef definition, List<KeyFamily> families) {
        line("");
        line("| key | type | default | valid values | importance | |");
        line("|---|---|---|---|---|---|");
        for (String group : definition.groups()) {
            definition.configKeys().values().stream()
                    .filter(key -> group.equals(key.group))
                    .sorted((a, b) -> Integer.compare(a.orderInGroup, b.orderInGroup))
                    .forEach(this::key);
        }
        for (KeyFamily family : families) {
            row(
                    "`" + family + "`",
                    "string",
                    "",
                    family.valid(),
                    lower(family.importance()),
                    "**" + family.displayName() + ".** " + family.documentation());
        }
        return this;
    }

    private void key(ConfigKey key) {
        row(
                "`" + key.name + "`",
                lower(key.type),
                defaultOf(key),
                key.validator == null ? "" : key.validator.toString(),
                lower(key.importance),
                "**" + key.displayName + ".** " + key.documentation);
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        String value = ConfigDef.convertToString(key.defaultValue, key.type);
        return value == null || value.isEmpty() ? "none" : "`" + value + "`";
    }

    /** The metrics that a plugin registers, found by having it register them. */
    public ReferencePage metrics(Monitorable plugin) {
        Map<String, String> described = new TreeMap<>();
        try (Metrics metrics = new Metrics()) {
            plugin.withPluginMetrics(new PluginMetricsImpl(metrics, new LinkedHashMap<>()));
            metrics.metrics().keySet().stream()
                    .filter(name -> name.group().equals("plugins"))
                    .forEach(name -> described.put(name.name(), name.description()));
        }
        line("");
        line("| metric | |");
        line("|---|---|");
        described.forEach((name, description) -> row("`" + name + "`", description));
        return this;
    }

    private void row(String... cells) {
        List<String> escaped = new ArrayList<>();
        for (String cell : cells) {
            escaped.add(cell.replace("|", "\\|"));
        }
        line("| " + String.join(" | ", escaped) + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String json(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The page. */
    @Override
    public String toString() {
        return text.toString();
    }
}
