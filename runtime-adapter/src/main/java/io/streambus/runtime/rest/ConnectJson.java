package io.streambus.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.streambus.runtime.ConfigValidation;
import io.streambus.runtime.ConnectorOffset;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.PluginInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Connect's JSON, read leniently (newer versions add fields) but never guessed: what lacks a field that a meaning hangs on is
 * {@link Unreadable}. Pure.
 */
final class ConnectJson {

    /** The body is not what the request asks for. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** What a validation found, and which keys the plugin declares as passwords. */
    record Validation(List<ConfigValidation.Fault> faults, Set<String> passwordKeys) {}

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};

    private ConnectJson() {}

    static Optional<JsonNode> tryRead(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static JsonNode read(String body) throws Unreadable {
        return tryRead(body).orElseThrow(() -> new Unreadable("no JSON"));
    }

    static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            // The location holds an excerpt of the value, which may be a secret.
            e.clearLocation();
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage());
        }
    }

    static List<PluginInfo> plugins(JsonNode body) throws Unreadable {
        List<PluginInfo> plugins = new ArrayList<>();
        for (JsonNode plugin : array(body)) {
            // Other kinds may come to be listed some day.
            type(text(plugin, "type"))
                    .map(type -> new PluginInfo(plugin.path("class").asText(), type, optionalText(plugin, "version")))
                    .ifPresent(plugins::add);
        }
        return plugins;
    }

    private static Optional<PluginInfo.Type> type(String word) {
        return switch (word) {
            case "source" -> Optional.of(PluginInfo.Type.SOURCE);
            case "sink" -> Optional.of(PluginInfo.Type.SINK);
            default -> Optional.empty();
        };
    }

    static Validation validation(JsonNode body) throws Unreadable {
        List<ConfigValidation.Fault> faults = new ArrayList<>();
        Set<String> passwords = new LinkedHashSet<>();
        for (JsonNode config : array(body.path("configs"))) {
            String key = text(config.path("value"), "name");
            if (config.path("definition").path("type").asText().equals("PASSWORD")) {
                passwords.add(key);
            }
            for (JsonNode error : config.path("value").path("errors")) {
                faults.add(new ConfigValidation.Fault(key, error.asText()));
            }
        }
        return new Validation(faults, passwords);
    }

    static Set<String> names(JsonNode body) throws Unreadable {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode name : array(body)) {
            names.add(name.asText());
        }
        return names;
    }

    static Map<String, String> config(JsonNode body) throws Unreadable {
        if (!body.isObject()) {
            throw new Unreadable("no object");
        }
        Map<String, String> config = new LinkedHashMap<>();
        body.properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                config.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return config;
    }

    static Map<String, Map<String, String>> configs(JsonNode body) throws Unreadable {
        if (!body.isObject()) {
            throw new Unreadable("no object");
        }
        Map<String, Map<String, String>> configs = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> connector : body.properties()) {
            // One that is being deleted has none.
            JsonNode config = connector.getValue().path("info").path("config");
            if (config.isObject()) {
                configs.put(connector.getKey(), config(config));
            }
        }
        return configs;
    }

    static ConnectorStatus status(String connector, JsonNode body) throws Unreadable {
        List<ConnectorStatus.Task> tasks = new ArrayList<>();
        for (JsonNode task : array(body.path("tasks"))) {
            if (!task.path("id").canConvertToInt() || task.path("id").intValue() < 0) {
                throw new Unreadable("a task without number");
            }
            tasks.add(new ConnectorStatus.Task(task.path("id").intValue(), instance(task)));
        }
        return new ConnectorStatus(connector, instance(body.path("connector")), tasks);
    }

    static Map<String, ConnectorStatus> statuses(JsonNode body) throws Unreadable {
        if (!body.isObject()) {
            throw new Unreadable("no object");
        }
        Map<String, ConnectorStatus> statuses = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> connector : body.properties()) {
            // One that no worker has taken up yet has none.
            if (connector.getValue().path("status").isObject()) {
                statuses.put(
                        connector.getKey(),
                        status(connector.getKey(), connector.getValue().path("status")));
            }
        }
        return statuses;
    }

    private static ConnectorStatus.Instance instance(JsonNode node) throws Unreadable {
        return new ConnectorStatus.Instance(
                state(text(node, "state")), node.path("worker_id").asText(), optionalText(node, "trace"));
    }

    private static ConnectorStatus.State state(String word) {
        try {
            return ConnectorStatus.State.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return ConnectorStatus.State.UNKNOWN;
        }
    }

    static List<ConnectorOffset> offsets(JsonNode body) throws Unreadable {
        List<ConnectorOffset> offsets = new ArrayList<>();
        for (JsonNode offset : array(body.path("offsets"))) {
            JsonNode partition = offset.path("partition");
            JsonNode position = offset.path("offset");
            if (!partition.isObject() || partition.isEmpty() || !(position.isObject() || position.isNull())) {
                throw new Unreadable("an offset without partition");
            }
            offsets.add(new ConnectorOffset(
                    JSON.convertValue(partition, MAP),
                    position.isNull() ? Optional.empty() : Optional.of(JSON.convertValue(position, MAP))));
        }
        return offsets;
    }

    static byte[] write(List<ConnectorOffset> offsets) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (ConnectorOffset offset : offsets) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("partition", offset.partition());
            entry.put("offset", offset.offset().orElse(null));
            entries.add(entry);
        }
        return write(Map.of("offsets", entries));
    }

    private static JsonNode array(JsonNode node) throws Unreadable {
        if (!node.isArray()) {
            throw new Unreadable("no list where one belongs");
        }
        return node;
    }

    private static String text(JsonNode node, String field) throws Unreadable {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new Unreadable("no text in the field " + field);
        }
        return value.textValue();
    }

    private static Optional<String> optionalText(JsonNode node, String field) {
        return Optional.of(node.path(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }
}
