package io.streambus.connect.config;

import io.streambus.connect.secret.SecretReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What is wrong between settings that are each right by themselves, and with settings of Connect's that this connector cannot do with. Pure. */
final class SettingFaults {

    private static final String ERRORS_TOLERANCE = "errors.tolerance";
    private static final String HEADER_CONVERTER = "header.converter";
    private static final String BYTE_ARRAY_CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String PREVENT_LOOPS = "io.streambus.connect.smt.PreventLoops";

    /** The names that Connect knows the converter by. */
    private static final Set<String> BYTE_ARRAY_CONVERTERS =
            Set.of(BYTE_ARRAY_CONVERTER, "ByteArrayConverter", "ByteArray");

    private static final String IDEMPOTENCE = SourceConfig.OVERRIDE + ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG;
    private static final String IN_FLIGHT =
            SourceConfig.OVERRIDE + ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;

    /** The provider by which the bridge refers to the files of a client certificate. */
    private static final String FILE_PROVIDER = "directory";

    private static final String FILE_CONTENT = "${" + FILE_PROVIDER + ":";

    private static final List<Function<Map<String, String>, Map<String, String>>> RULES = List.of(
            SettingFaults::sameNames,
            SettingFaults::toleratedErrors,
            SettingFaults::headerConverter,
            SettingFaults::keyAndValueConverters,
            SettingFaults::overtakingRetries,
            ReservedSettings::faults,
            SettingFaults::transformsBehindPreventLoops,
            MirrorMakerSettings::faults,
            SettingFaults::unresolved);

    private SettingFaults() {}

    /**
     * @param settings as they were given, which may be incomplete
     * @return the faults, by setting; empty if there are none
     */
    static Map<String, String> of(Map<String, String> settings) {
        Map<String, String> faults = new LinkedHashMap<>();
        RULES.forEach(rule -> faults.putAll(rule.apply(settings)));
        return faults;
    }

    /** As {@link #of}, of the connector that translates groups: it copies nothing. */
    static Map<String, String> ofGroups(Map<String, String> settings) {
        Map<String, String> faults = new LinkedHashMap<>(sameNames(settings));
        faults.putAll(unresolved(settings));
        return faults;
    }

    private static Map<String, String> sameNames(Map<String, String> settings) {
        String source = settings.getOrDefault(ClusterSettings.SOURCE_ALIAS, "source");
        return source.equals(settings.getOrDefault(ClusterSettings.TARGET_ALIAS, "target"))
                ? Map.of(
                        ClusterSettings.TARGET_ALIAS,
                        "Source and target are both called '" + source
                                + "': loops are told by names, so each cluster needs its own.")
                : Map.of();
    }

    private static Map<String, String> toleratedErrors(Map<String, String> settings) {
        return "all".equalsIgnoreCase(settings.get(ERRORS_TOLERANCE))
                ? Map.of(
                        ERRORS_TOLERANCE,
                        "errors.tolerance = all would drop records without a trace. Leave it at none: a record that the target refuses is reported.")
                : Map.of();
    }

    private static Map<String, String> headerConverter(Map<String, String> settings) {
        String found = settings.get(HEADER_CONVERTER);
        if (found == null && "none".equals(settings.get(ClusterSettings.HEADER_CONVERTER_CHECK))) {
            return Map.of();
        }
        if (found != null && isByteArrayConverter(found)) {
            return Map.of();
        }
        return Map.of(
                HEADER_CONVERTER,
                HEADER_CONVERTER + " is " + (found == null ? "not set" : found)
                        + " in the connector's configuration: write "
                        + HEADER_CONVERTER + "=" + BYTE_ARRAY_CONVERTER
                        + (found == null
                                ? ", or " + ClusterSettings.HEADER_CONVERTER_CHECK
                                        + "=none if the worker's properties have that line"
                                : "")
                        + ". The worker's default, SimpleHeaderConverter, turns the bytes of headers into base64 text, the provenance by which copies are"
                        + " told too, and a connector cannot see which one the worker has.");
    }

    private static Map<String, String> keyAndValueConverters(Map<String, String> settings) {
        Map<String, String> faults = new LinkedHashMap<>();
        for (String setting : List.of("key.converter", "value.converter")) {
            String found = settings.get(setting);
            if (found != null && !isByteArrayConverter(found)) {
                faults.put(
                        setting,
                        setting + " must be " + BYTE_ARRAY_CONVERTER + ", found " + found
                                + ": records are copied as the bytes that they are, and any other converter changes or refuses them. Change the line.");
            }
        }
        return faults;
    }

    private static boolean isByteArrayConverter(String name) {
        return BYTE_ARRAY_CONVERTERS.contains(name.strip());
    }

    /** Connect's own defaults are no idempotence and one request in flight ({@code Worker.baseProducerConfigs}); exactly-once forces idempotence. */
    private static Map<String, String> overtakingRetries(Map<String, String> settings) {
        String inFlight = settings.getOrDefault(IN_FLIGHT, "1").strip();
        boolean idempotent = "required".equalsIgnoreCase(settings.get("exactly.once.support"))
                || "true"
                        .equalsIgnoreCase(
                                settings.getOrDefault(IDEMPOTENCE, "false").strip());
        if (idempotent || inFlight.equals("1")) {
            return Map.of();
        }
        return Map.of(
                IN_FLIGHT,
                IN_FLIGHT + " = " + inFlight + " needs " + IDEMPOTENCE + " = true, found "
                        + settings.getOrDefault(IDEMPOTENCE, "nothing, which Connect takes for false")
                        + ". Without idempotence a request that is sent again may be overtaken by the next one, and records change their order in"
                        + " silence. Set " + IDEMPOTENCE + " = true, or leave one request in flight.");
    }

    private static Map<String, String> transformsBehindPreventLoops(Map<String, String> settings) {
        List<String> transforms = Arrays.stream(
                        settings.getOrDefault("transforms", "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        for (int i = 0; i + 1 < transforms.size(); i++) {
            String name = transforms.get(i);
            if (isPreventLoops(settings.getOrDefault("transforms." + name + ".type", ""))) {
                return Map.of(
                        "transforms",
                        "The transform '" + name + "' is PreventLoops and stands before "
                                + transforms.subList(i + 1, transforms.size())
                                + ", which may change the topic or the headers that it has judged and written. Put '"
                                + name + "' last in transforms.");
            }
        }
        return Map.of();
    }

    private static boolean isPreventLoops(String type) {
        return type.strip().equals(PREVENT_LOOPS) || type.strip().equals("PreventLoops");
    }

    private static Map<String, String> unresolved(Map<String, String> settings) {
        Map<String, String> faults = new LinkedHashMap<>();
        settings.forEach((setting, value) -> unresolved(value)
                .ifPresent(provider -> faults.put(
                        setting,
                        "The worker did not resolve " + setting + ": it has no config provider '" + provider
                                + "', or what is referred to is not there. See config.providers and config.providers."
                                + provider + ".class in the worker's properties; the example of a worker shows how.")));
        return faults;
    }

    /** A worker leaves a reference as it is when nothing resolves it: it would be taken for the password. */
    private static Optional<String> unresolved(String value) {
        if (value != null && SecretReference.isIn(value)) {
            return Optional.of(SecretReference.PROVIDER);
        }
        return value != null && value.startsWith(FILE_CONTENT) ? Optional.of(FILE_PROVIDER) : Optional.empty();
    }
}
