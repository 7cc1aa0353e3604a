package io.streambus.bridge.config;

import io.streambus.bridge.access.AccessConfig;
import io.streambus.bridge.json.NearestName;
import io.streambus.bridge.metrics.MetricsSettings;
import io.streambus.bridge.runtime.ConnectClustersConfig;
import io.streambus.bridge.secrets.SecretsConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Reads a bridge's settings and collects all that is wrong with them. Confined to one reading. */
final class BridgeConfigReader {

    private static final String CONTROL = "control.";
    private static final String PROVIDERS = "config.providers";
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "listeners",
            "advertised.url",
            "control.bootstrap.servers",
            "connect.url",
            "observe.interval.ms",
            "links.topic",
            "links.topic.replication.factor",
            SecretsConfig.KEY_FILE,
            MetricsSettings.PARTITIONS,
            PROVIDERS));

    static {
        KNOWN.addAll(AccessConfig.KEYS);
    }

    private final Map<String, String> settings;
    private final List<String> faults = new ArrayList<>();

    BridgeConfigReader(Map<String, String> settings) {
        this.settings = settings;
    }

    BridgeConfig read() {
        refuseUnknown();
        List<URI> listeners = urls("listeners", "http://127.0.0.1:8081", BridgeConfigReader::listenerFault);
        AccessConfig access = AccessConfig.read(settings, listeners, faults);
        ConnectClustersConfig connectClusters =
                ConnectClustersConfig.read(settings, faults, key -> urls(key, "", BridgeConfigReader::workerFault));
        Optional<URI> advertised = advertisedUrl();
        Map<String, String> control = new HashMap<>();
        Map<String, String> providers = new HashMap<>();
        settings.forEach((key, value) -> {
            if (key.startsWith(CONTROL)) {
                control.put(key.substring(CONTROL.length()), value);
            } else if (key.startsWith(PROVIDERS)) {
                providers.put(key, value);
            }
        });
        required("control.bootstrap.servers");
        long interval = integer("observe.interval.ms", 100, 3_600_000, 2_000);
        String topic = settings.getOrDefault("links.topic", "streambus.links");
        if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
            faults.add("links.topic must be a topic name of letters, digits, '.', '_' or '-', found \"" + topic + '"');
        }
        long replicas = integer("links.topic.replication.factor", -1, Short.MAX_VALUE, -1);
        if (replicas == 0) {
            faults.add("links.topic.replication.factor must be 1 or more, or -1 for the brokers' default, found 0");
        }
        SecretsConfig secrets = SecretsConfig.read(settings, faults);
        MetricsSettings metrics = MetricsSettings.read(settings, faults);
        if (!faults.isEmpty()) {
            throw new BridgeConfigException(faults);
        }
        return new BridgeConfig(
                listeners,
                advertised,
                control,
                connectClusters,
                Duration.ofMillis(interval),
                topic,
                (short) replicas,
                providers,
                secrets,
                access,
                metrics);
    }

    private void refuseUnknown() {
        for (String key : settings.keySet()) {
            boolean known = KNOWN.contains(key)
                    || key.startsWith(CONTROL)
                    || key.startsWith(PROVIDERS + '.')
                    || ConnectClustersConfig.reads(key);
            if (!known) {
                faults.add(key + " is not a known setting"
                        + NearestName.of(key, KNOWN)
                                .map(near -> "; did you mean " + near + '?')
                                .orElse("; known are " + String.join(", ", KNOWN)
                                        + ", control.* and config.providers.*"));
            }
        }
    }

    private void required(String key) {
        if (settings.getOrDefault(key, "").isEmpty()) {
            faults.add(key + " is required");
        }
    }

    private List<URI> urls(String key, String byDefault, BiFunction<String, URI, Optional<String>> rule) {
        String value = settings.getOrDefault(key, byDefault);
        List<URI> urls = new ArrayList<>();
        for (String text :
                Arrays.stream(value.split(",", -1)).map(String::strip).toList()) {
            if (text.isEmpty()) {
                faults.add(key + (value.isEmpty() ? " is required" : " has an empty entry"));
                continue;
            }
            try {
                URI url = URI.create(text);
                rule.apply(key, url).ifPresentOrElse(faults::add, () -> urls.add(url));
            } catch (IllegalArgumentException e) {
                // The text is not repeated: it may hold a password.
                faults.add(key + " has an entry that is no URL; write http://host:port");
            }
        }
        return urls;
    }

    private static Optional<String> listenerFault(String key, URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getPort() < 0) {
            return Optional.of(key + " must be http://host:port or https://host:port, found " + url);
        }
        try {
            InetAddress.getByName(url.getHost());
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of(key + " has " + url + ", a host that does not resolve");
        }
    }

    private Optional<URI> advertisedUrl() {
        if (!settings.containsKey("advertised.url")) {
            return Optional.empty();
        }
        List<URI> urls = urls("advertised.url", "", BridgeConfigReader::advertisedFault);
        if (urls.size() > 1) {
            faults.add("advertised.url must be one address, found " + urls.size());
        }
        return urls.stream().findFirst();
    }

    private static Optional<String> advertisedFault(String key, URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean bare = url.getRawPath() == null || url.getRawPath().isEmpty();
        return http
                        && bare
                        && url.getHost() != null
                        && url.getRawUserInfo() == null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null
                ? Optional.empty()
                : Optional.of(
                        key
                                + " must be one http or https address without path, such as http://bridge-1:8081, as callers reach this bridge");
    }

    private static Optional<String> workerFault(String key, URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        return http && url.getHost() != null
                ? Optional.empty()
                : Optional.of(
                        key + " must be http or https addresses of Connect workers, such as http://127.0.0.1:8083");
    }

    private long integer(String key, long min, long max, long byDefault) {
        String text = settings.get(key);
        if (text == null) {
            return byDefault;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of range is.
        }
        faults.add(key + " must be an integer from " + min + " to " + max + ", found \"" + text + '"');
        return byDefault;
    }
}
