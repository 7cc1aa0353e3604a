package io.streambus.runtime.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.runtime.ConfigValidation;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException;
import io.streambus.runtime.ConnectRuntimeException.Conflict;
import io.streambus.runtime.ConnectRuntimeException.NotFound;
import io.streambus.runtime.ConnectorName;
import io.streambus.runtime.ConnectorOffset;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.Permit;
import io.streambus.runtime.PluginInfo;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Connect cluster reached through its workers' REST API (Connect 3.8 or newer). Any worker serves any call; they are tried in turn.
 *
 * <p>Thread-safe: calls share nothing but the HTTP client and the choice of the worker to try first.
 */
public final class RestConnectRuntime implements ConnectRuntime {

    private final String name;
    private final ConnectWorkers workers;
    private final ConnectErrors faults;
    private final Permit permit;

    /**
     * @param name for error messages
     * @param workers http or https addresses; credentials in them ({@code https://user:password@host}) are sent as basic authentication
     *     and never shown
     * @throws IllegalArgumentException if the name or the list is empty, or an address is not one of http or https
     */
    public RestConnectRuntime(String name, List<URI> workers, RestTimeouts timeouts) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a Connect runtime needs a name");
        }
        if (workers.isEmpty()) {
            throw new IllegalArgumentException(
                    "the Connect runtime " + name + " needs the address of one worker at least");
        }
        this.name = name;
        this.workers = new ConnectWorkers(name, workers.stream().map(Worker::of).toList(), timeouts);
        this.faults = new ConnectErrors(name);
        this.permit = Permit.UNLIMITED;
    }

    private RestConnectRuntime(RestConnectRuntime other, Permit permit) {
        this.name = other.name;
        this.workers = other.workers;
        this.faults = other.faults;
        this.permit = permit;
    }

    @Override
    public ConnectRuntime within(Permit newPermit) {
        return new RestConnectRuntime(this, newPermit);
    }

    private ConnectResponse send(ConnectRequest request) {
        return workers.send(request, permit);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PluginInfo> plugins() {
        return read(send(ConnectRequest.get("/connector-plugins")), ConnectJson::plugins);
    }

    @Override
    public ConfigValidation validate(Map<String, String> config) {
        ConnectJson.Validation validation = validation(config);
        return new ConfigValidation(
                faults.redacted(validation.faults(), Redaction.of(config, validation.passwordKeys())));
    }

    private ConnectJson.Validation validation(Map<String, String> config) {
        String plugin = config.get("connector.class");
        if (plugin == null || plugin.isBlank()) {
            throw faults.invalid("connector.class", "is missing; name the connector plugin's class");
        }
        ConnectRequest request = ConnectRequest.question(
                "PUT",
                "/connector-plugins/" + Encoding.segment(plugin) + "/config/validate",
                ConnectJson.write(config));
        ConnectResponse response = send(request);
        if (ErrorResponses.isUnknownPlugin(response)) {
            throw faults.invalid(
                    "connector.class", Redaction.of(config, Set.of()).apply(ErrorResponses.message(response)));
        }
        return read(response, ConnectJson::validation);
    }

    @Override
    public void create(String connector, Map<String, String> config, InitialState initialState) {
        ConnectorName.fault(connector).ifPresent(fault -> {
            throw faults.invalid("name", fault);
        });
        Map<String, String> named = named(connector, config);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", connector);
        body.put("config", named);
        body.put("initial_state", initialState.name());
        ConnectResponse response = send(ConnectRequest.change("POST", "/connectors", ConnectJson.write(body)));
        if (ErrorResponses.isTaken(response)) {
            if (!response.repeated() || !config(connector).equals(named)) {
                throw new Conflict("a connector named " + connector + " exists already in the Connect cluster " + name);
            }
            // An earlier attempt's response was lost, and the connector is what this call asked for.
        } else if (response.status() == 400) {
            throw refusedConfig(named, response);
        } else if (!response.succeeded()) {
            throw faults.unavailable(response);
        }
        awaitTakenUp(connector);
    }

    @Override
    public Set<String> connectors() {
        return read(send(ConnectRequest.get("/connectors")), ConnectJson::names);
    }

    @Override
    public Map<String, String> config(String connector) {
        return read(existing(connector, ConnectRequest.get(path(connector, "/config"))), ConnectJson::config);
    }

    @Override
    public Map<String, Map<String, String>> configs() {
        return read(send(ConnectRequest.get("/connectors?expand=info")), ConnectJson::configs);
    }

    @Override
    public void putConfig(String connector, Map<String, String> config) {
        Map<String, String> named = named(connector, config);
        // PUT would create a connector that somebody has just deleted; PATCH (KIP-477) answers 404 then, and null
        // removes a key.
        Map<String, String> patch = new LinkedHashMap<>(named);
        config(connector).keySet().forEach(key -> patch.putIfAbsent(key, null));
        ConnectResponse response =
                send(ConnectRequest.change("PATCH", path(connector, "/config"), ConnectJson.write(patch)));
        if (response.status() == 400) {
            throw refusedConfig(named, response);
        }
        succeed(connector, response);
    }

    @Override
    public ConnectorStatus status(String connector) {
        ConnectResponse response = send(ConnectRequest.get(path(connector, "/status")));
        if (!ErrorResponses.isMissing(response)) {
            return read(succeed(connector, response), body -> ConnectJson.status(connector, body));
        }
        // Until a worker has taken up a new connector, Connect has no status of it and answers as if it were not there.
        existing(connector, ConnectRequest.get(path(connector, "")));
        return new ConnectorStatus(
                connector,
                new ConnectorStatus.Instance(ConnectorStatus.State.UNASSIGNED, "", Optional.empty()),
                List.of());
    }

    @Override
    public Map<String, ConnectorStatus> statuses() {
        return read(send(ConnectRequest.get("/connectors?expand=status")), ConnectJson::statuses);
    }

    @Override
    public void resume(String connector) {
        existing(connector, ConnectRequest.change("PUT", path(connector, "/resume")));
    }

    @Override
    public void pause(String connector) {
        existing(connector, ConnectRequest.change("PUT", path(connector, "/pause")));
    }

    @Override
    public void stop(String connector) {
        existing(connector, ConnectRequest.change("PUT", path(connector, "/stop")));
    }

    @Override
    public void restartFailed(String connector) {
        existing(
                connector,
                ConnectRequest.change("POST", path(connector, "/restart?includeTasks=true&onlyFailed=true")));
    }

    @Override
    public List<ConnectorOffset> offsets(String connector) {
        return read(existing(connector, ConnectRequest.get(path(connector, "/offsets"))), ConnectJson::offsets);
    }

    @Override
    public void alterOffsets(String connector, List<ConnectorOffset> offsets) {
        changeOffsets(
                connector, ConnectRequest.change("PATCH", path(connector, "/offsets"), ConnectJson.write(offsets)));
    }

    @Override
    public void deleteOffsets(String connector) {
        changeOffsets(connector, ConnectRequest.change("DELETE", path(connector, "/offsets")));
    }

    private void changeOffsets(String connector, ConnectRequest request) {
        ConnectResponse response = send(request);
        // Connect answers 400 while the connector is not stopped, and 500 when the connector's own code refuses.
        boolean refused =
                response.status() == 400 || (response.status() == 500 && !ErrorResponses.isWorkersOwnFault(response));
        if (refused) {
            throw new Conflict("the Connect cluster " + name + " does not change the offsets of " + connector + ": "
                    + ErrorResponses.message(response));
        }
        succeed(connector, response);
    }

    @Override
    public void delete(String connector) {
        ConnectResponse response = send(ConnectRequest.change("DELETE", path(connector, "")));
        // Gone: by an attempt of this call whose response was lost.
        if (!(response.repeated() && ErrorResponses.isMissing(response))) {
            succeed(connector, response);
        }
        awaitTakenUp(connector);
    }

    @Override
    public void close() {
        workers.close();
    }

    private static String path(String connector, String rest) {
        return "/connectors/" + Encoding.segment(connector) + rest;
    }

    private static Map<String, String> named(String connector, Map<String, String> config) {
        Map<String, String> named = new LinkedHashMap<>(config);
        named.put("name", connector);
        return named;
    }

    /**
     * Waits until the workers have taken up a created or deleted connector: until then, calls that follow would not find it, or still
     * would. Connect answers 409 for this while, which a call waits out.
     */
    private void awaitTakenUp(String connector) {
        try {
            send(ConnectRequest.get(path(connector, "")));
        } catch (ConnectRuntimeException.Rebalancing | ConnectRuntimeException.Unavailable e) {
            // The change itself has been accepted, and that is what the caller asked for.
            return;
        }
    }

    private ConnectResponse existing(String connector, ConnectRequest request) {
        return succeed(connector, send(request));
    }

    private ConnectResponse succeed(String connector, ConnectResponse response) {
        if (response.succeeded()) {
            return response;
        }
        if (ErrorResponses.isMissing(response)) {
            throw new NotFound("the Connect cluster " + name + " has no connector named " + connector);
        }
        throw faults.unavailable(response);
    }

    private ConnectRuntimeException refusedConfig(Map<String, String> config, ConnectResponse response) {
        try {
            ConnectJson.Validation validation = validation(config);
            Redaction redaction = Redaction.of(config, validation.passwordKeys());
            return faults.invalid(
                    faults.redacted(validation.faults(), redaction), redaction.apply(ErrorResponses.message(response)));
        } catch (ConnectRuntimeException.InvalidConfig e) {
            return e;
        } catch (ConnectRuntimeException.Unavailable | ConnectRuntimeException.Rebalancing e) {
            // The refusal stands, whether or not its reasons can be had one by one.
            return faults.invalid(List.of(), Redaction.of(config, Set.of()).apply(ErrorResponses.message(response)));
        }
    }

    private interface Reading<T> {
        T read(JsonNode body) throws ConnectJson.Unreadable;
    }

    private <T> T read(ConnectResponse response, Reading<T> reading) {
        if (!response.succeeded()) {
            throw faults.unavailable(response);
        }
        try {
            return reading.read(ConnectJson.read(response.body()));
        } catch (ConnectJson.Unreadable e) {
            throw faults.unreadable(response, e);
        }
    }
}
