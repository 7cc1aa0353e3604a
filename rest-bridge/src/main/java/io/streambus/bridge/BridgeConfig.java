package io.streambus.bridge;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The configuration of a bridge.
 *
 * @param listeners where the REST API listens: http addresses of the loopback interface; port 0 takes a free port
 * @param advertisedUrl where other bridges send callers to this one; empty for its first listener
 * @param controlClients how to reach the control cluster: {@code bootstrap.servers} and other client settings
 * @param connectWorkers addresses of the workers of one Connect cluster
 * @param observeInterval how often clusters, checkpoints and tasks are looked at
 * @param linksTopic where the links are kept
 * @param linksTopicReplicationFactor of that topic when it has to be created; -1 takes the brokers' default
 * @param configProviders {@code config.providers} and its settings, for observing clusters whose secrets are references
 */
public record BridgeConfig(
        List<URI> listeners,
        Optional<URI> advertisedUrl,
        Map<String, String> controlClients,
        List<URI> connectWorkers,
        Duration observeInterval,
        String linksTopic,
        short linksTopicReplicationFactor,
        Map<String, String> configProviders) {

    public BridgeConfig {
        listeners = List.copyOf(listeners);
        Objects.requireNonNull(advertisedUrl, "advertisedUrl");
        controlClients = Map.copyOf(controlClients);
        connectWorkers = List.copyOf(connectWorkers);
        Objects.requireNonNull(observeInterval, "observeInterval");
        Objects.requireNonNull(linksTopic, "linksTopic");
        configProviders = Map.copyOf(configProviders);
    }

    /**
     * Reads a properties file (UTF-8).
     *
     * @throws IOException if the file cannot be read
     * @throws BridgeConfigException with every fault of the file
     */
    public static BridgeConfig load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new BridgeConfigException(List.of(file + " is no properties file: " + e.getMessage()));
        }
        return of(properties);
    }

    /** @throws BridgeConfigException with every fault of the properties */
    public static BridgeConfig of(Properties properties) {
        Map<String, String> settings = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(name -> settings.put(name, properties.getProperty(name).strip()));
        return new BridgeConfigReader(settings).read();
    }
}
