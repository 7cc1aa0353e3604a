package io.streambus.bridge.config;

import io.streambus.bridge.access.AccessConfig;
import io.streambus.bridge.access.Loopback;
import io.streambus.bridge.metrics.MetricsSettings;
import io.streambus.bridge.runtime.ConnectClustersConfig;
import io.streambus.bridge.secrets.SecretsConfig;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The configuration of a bridge.
 *
 * @param listeners where the REST API listens: http or https addresses; port 0 takes a free port
 * @param advertisedUrl where other bridges send callers to this one; empty for its first listener
 * @param controlClients how to reach the control cluster: {@code bootstrap.servers} and other client settings
 * @param connectClusters the Connect clusters that carry out links
 * @param observeInterval how often clusters, checkpoints and tasks are looked at
 * @param linksTopic where the links are kept
 * @param linksTopicReplicationFactor of that topic when it has to be created; -1 takes the brokers' default
 * @param configProviders {@code config.providers} and its settings, for observing clusters whose secrets are references
 * @param secrets what becomes of secrets in link documents
 * @param access who may call, and how the bridge proves itself
 * @param metrics what scrapes hold
 */
public record BridgeConfig(
        List<URI> listeners,
        Optional<URI> advertisedUrl,
        Map<String, String> controlClients,
        ConnectClustersConfig connectClusters,
        Duration observeInterval,
        String linksTopic,
        short linksTopicReplicationFactor,
        Map<String, String> configProviders,
        SecretsConfig secrets,
        AccessConfig access,
        MetricsSettings metrics) {

    public BridgeConfig {
        listeners = List.copyOf(listeners);
        Objects.requireNonNull(advertisedUrl, "advertisedUrl");
        controlClients = Map.copyOf(controlClients);
        Objects.requireNonNull(connectClusters, "runtimes");
        Objects.requireNonNull(observeInterval, "observeInterval");
        Objects.requireNonNull(linksTopic, "linksTopic");
        configProviders = Map.copyOf(configProviders);
        Objects.requireNonNull(secrets, "secrets");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(metrics, "metrics");
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

    /**
     * The same for a trial: secrets in link documents are kept and passed on in clear.
     *
     * @throws BridgeConfigException if the bridge can be reached from other machines, or has a key to encrypt them with
     */
    public BridgeConfig withSecretsInClear() {
        List<String> faults = new ArrayList<>();
        if (secrets.keyFile().isPresent()) {
            faults.add("--insecure-inline-secrets and secrets.key.file exclude each other: leave one of them out");
        }
        for (URI listener : listeners) {
            if (!Loopback.holds(listener)) {
                faults.add("--insecure-inline-secrets is for trials on loopback listeners only, and listeners has "
                        + listener + "; set secrets.key.file instead");
            }
        }
        if (!faults.isEmpty()) {
            throw new BridgeConfigException(faults);
        }
        return new BridgeConfig(
                listeners,
                advertisedUrl,
                controlClients,
                connectClusters,
                observeInterval,
                linksTopic,
                linksTopicReplicationFactor,
                configProviders,
                new SecretsConfig(Optional.empty(), true),
                access,
                metrics);
    }
}
