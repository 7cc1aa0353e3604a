package io.streambus.connect.smt;

import io.streambus.connect.headers.HeaderRewrite;
import io.streambus.connect.headers.Replacement;
import io.streambus.connect.headers.Template;
import io.streambus.connect.headers.Variable;
import io.streambus.connect.plugin.ClusterNameValidator;
import io.streambus.connect.plugin.ConfigReading;
import io.streambus.connect.plugin.KeyFamily;
import io.streambus.connect.record.HeaderForm;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The keys of {@link RewriteHeaders}. */
final class RewriteHeadersConfig {

    private static final String RULES = "Headers";
    private static final String CLUSTERS = "Clusters";

    private static final String REMOVE = "remove";
    private static final String REMOVE_DOC =
            "Names of headers to remove, with commas between them. All headers of such a name go. A name with a comma in it cannot be given.";

    private static final String SOURCE_CLUSTER = "source.cluster.alias";
    private static final String SOURCE_CLUSTER_DOC =
            "The name of the cluster that the records come from, for `${source_cluster}`.";

    private static final String TARGET_CLUSTER = "target.cluster.alias";
    private static final String TARGET_CLUSTER_DOC =
            "The name of the cluster that the records go to, for `${target_cluster}`.";

    private static final KeyFamily TRANSFORM = new KeyFamily(
            "transform.",
            "name",
            "Replace a value",
            "`old -> new`",
            Importance.HIGH,
            "Where a header of this name has the old value, it gets the new one; other values stay. The type stays as well: bytes are compared with"
                    + " and replaced by UTF-8, strings by strings; values of other types are compared in their text form. If the header is"
                    + " there several times, each is looked at. The name is all that follows `transform.`, dots included. Blanks around the"
                    + " values do not count, and a value cannot contain `->`.");

    private static final KeyFamily ADD = new KeyFamily(
            "add.",
            "name",
            "Add a header",
            "text with variables",
            Importance.HIGH,
            "A header that each record gets, in the place of all headers of that name. The name is all that follows `add.`, dots included."
                    + " Variables: " + Variable.documentation()
                    + ". A variable that the record has nothing for is empty text. `$$` is a dollar"
                    + " sign. References to config providers (`${provider:path:key}`) are resolved by the worker beforehand.");

    static final List<KeyFamily> FAMILIES = List.of(TRANSFORM, ADD);

    static final ConfigDef DEFINITION = HeaderForm.define(
            new ConfigDef()
                    .define(
                            REMOVE,
                            ConfigDef.Type.LIST,
                            List.of(),
                            // Reserved names are the reading's business, which sees all three kinds of rules.
                            ConfigDef.LambdaValidator.with((key, value) -> {}, () -> "names of headers"),
                            Importance.HIGH,
                            REMOVE_DOC,
                            RULES,
                            1,
                            Width.LONG,
                            "Removed headers")
                    .define(
                            SOURCE_CLUSTER,
                            ConfigDef.Type.STRING,
                            null,
                            new ClusterNameValidator(),
                            Importance.MEDIUM,
                            SOURCE_CLUSTER_DOC,
                            CLUSTERS,
                            1,
                            Width.MEDIUM,
                            "Source cluster")
                    .define(
                            TARGET_CLUSTER,
                            ConfigDef.Type.STRING,
                            null,
                            new ClusterNameValidator(),
                            Importance.MEDIUM,
                            TARGET_CLUSTER_DOC,
                            CLUSTERS,
                            2,
                            Width.MEDIUM,
                            "Target cluster"),
            RULES,
            2);

    private RewriteHeadersConfig() {}

    /** @throws org.apache.kafka.common.config.ConfigException with all faults of the configuration */
    static HeaderRewrite read(Map<String, ?> config, Clock clock) {
        ConfigReading reading = new ConfigReading("RewriteHeaders", DEFINITION, FAMILIES, config);
        Set<String> removed = new HashSet<>(reading.list(REMOVE));
        Map<String, Replacement> replacements = reading.family(TRANSFORM, Replacement::parse);
        Map<String, Template> added = reading.family(ADD, Template::parse);

        if (removed.contains("")) {
            reading.fault(REMOVE, "a name between two commas is empty");
        }
        refuseReserved(reading, REMOVE + " ", removed);
        refuseReserved(reading, TRANSFORM.prefix(), replacements.keySet());
        refuseReserved(reading, ADD.prefix(), added.keySet());
        requireAlias(reading, added, Variable.SOURCE_CLUSTER, SOURCE_CLUSTER);
        requireAlias(reading, added, Variable.TARGET_CLUSTER, TARGET_CLUSTER);
        reading.finish();
        return new HeaderRewrite(
                removed,
                replacements,
                added,
                HeaderForm.of(reading.text(HeaderForm.KEY)),
                reading.optionalText(SOURCE_CLUSTER).orElse(""),
                reading.optionalText(TARGET_CLUSTER).orElse(""),
                clock);
    }

    private static void refuseReserved(ConfigReading reading, String rule, Collection<String> names) {
        names.stream()
                .filter(name -> name.startsWith(HeaderRewrite.RESERVED))
                .sorted()
                .forEach(name -> reading.fault(
                        rule + name,
                        "headers whose names begin with '" + HeaderRewrite.RESERVED
                                + "' are reserved: take the rule out"));
    }

    private static void requireAlias(
            ConfigReading reading, Map<String, Template> added, Variable variable, String key) {
        added.forEach((name, template) -> {
            if (template.variables().contains(variable)
                    && reading.optionalText(key).isEmpty()) {
                reading.fault(ADD.prefix() + name, variable + " needs " + key + " to be set");
            }
        });
    }
}
