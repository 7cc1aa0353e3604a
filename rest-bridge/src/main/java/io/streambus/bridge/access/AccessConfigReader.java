package io.streambus.bridge.access;

import io.streambus.bridge.tls.TlsFiles;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the settings of access and collects all that is wrong with them. Confined to one reading. */
final class AccessConfigReader {

    private static final String AUTHENTICATION = "authentication";
    private static final String PLAIN = "listeners.plain.allowed";
    private static final String CERTIFICATE = "tls.certificate.file";
    private static final String KEY = "tls.key.file";
    private static final String CLIENT_CA = "tls.client.ca.file";
    private static final String METRICS_OPEN = "metrics.open";
    private static final String ORIGINS = "cors.origins";
    private static final String AUDIT = "audit.log.file";
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]+(:\\d{1,5})?");

    static final Set<String> KEYS = Set.of(
            AUTHENTICATION,
            Scheme.BASIC.fileKey(),
            Scheme.BEARER.fileKey(),
            Scheme.MTLS.fileKey(),
            PLAIN,
            CERTIFICATE,
            KEY,
            CLIENT_CA,
            METRICS_OPEN,
            ORIGINS,
            AUDIT);

    private final Map<String, String> settings;
    private final List<String> faults;

    AccessConfigReader(Map<String, String> settings, List<String> faults) {
        this.settings = settings;
        this.faults = faults;
    }

    AccessConfig read(List<URI> listeners) {
        Set<Scheme> schemes = schemes();
        Map<Scheme, Path> users = users(schemes);
        Optional<TlsFiles> tls = tls(listeners, schemes.contains(Scheme.MTLS));
        protectListeners(listeners, !schemes.isEmpty());
        return new AccessConfig(users, flag(METRICS_OPEN), tls, origins(), path(AUDIT));
    }

    private Set<Scheme> schemes() {
        Set<Scheme> schemes = new LinkedHashSet<>();
        List<String> words = list(AUTHENTICATION);
        for (String word : words) {
            Optional<Scheme> scheme = Scheme.parse(word);
            if (scheme.isPresent()) {
                schemes.add(scheme.get());
            } else if (!word.equals("none")) {
                faults.add(AUTHENTICATION + " must be none, or some of basic, bearer and mtls, found \"" + word + '"');
            }
        }
        if (words.contains("none") && words.size() > 1) {
            faults.add(AUTHENTICATION + " is none and something else at the same time; keep one of them");
        }
        return schemes;
    }

    private Map<Scheme, Path> users(Set<Scheme> schemes) {
        Map<Scheme, Path> users = new EnumMap<>(Scheme.class);
        for (Scheme scheme : Scheme.values()) {
            Optional<Path> file = path(scheme.fileKey());
            if (schemes.contains(scheme)) {
                file.ifPresentOrElse(
                        path -> users.put(scheme, path),
                        () -> faults.add(
                                scheme.fileKey() + " is required, because authentication has " + scheme.word()));
            } else if (file.isPresent()) {
                faults.add(scheme.fileKey() + " is set, but authentication does not have " + scheme.word());
            }
        }
        return users;
    }

    private Optional<TlsFiles> tls(List<URI> listeners, boolean mtls) {
        boolean https = listeners.stream().anyMatch(AccessConfigReader::isHttps);
        Optional<Path> certificate = path(CERTIFICATE);
        Optional<Path> key = path(KEY);
        Optional<Path> clientCa = path(CLIENT_CA);
        if (!https) {
            for (String setting : List.of(CERTIFICATE, KEY, CLIENT_CA)) {
                if (settings.containsKey(setting)) {
                    faults.add(setting + " is set, but no listener is https");
                }
            }
            if (mtls) {
                faults.add("authentication has mtls, but no listener is https");
            }
            return Optional.empty();
        }
        if (certificate.isEmpty()) {
            faults.add(CERTIFICATE + " is required, because a listener is https");
        }
        if (key.isEmpty()) {
            faults.add(KEY + " is required, because a listener is https");
        }
        if (mtls && clientCa.isEmpty()) {
            faults.add(CLIENT_CA + " is required, because authentication has mtls");
        } else if (!mtls && clientCa.isPresent()) {
            faults.add(CLIENT_CA + " is set, but authentication does not have mtls");
        }
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(new TlsFiles(certificate.get(), key.get(), clientCa))
                : Optional.empty();
    }

    private void protectListeners(List<URI> listeners, boolean authenticated) {
        boolean plain = flag(PLAIN);
        for (URI listener : listeners) {
            if (Loopback.holds(listener)) {
                continue;
            }
            if (!authenticated) {
                faults.add(
                        "listeners has " + listener + ", which others can reach, but authentication is none; set"
                                + " authentication to basic, bearer or mtls, or bind to loopback, such as http://127.0.0.1:8081");
            }
            if (!isHttps(listener) && !plain) {
                faults.add("listeners has " + listener + ", where credentials would travel in clear; use https with "
                        + CERTIFICATE + " and " + KEY + ", or set " + PLAIN
                        + "=true where something in front of the bridge speaks TLS");
            }
        }
    }

    private static boolean isHttps(URI listener) {
        return "https".equals(listener.getScheme());
    }

    private Set<String> origins() {
        Set<String> origins = new LinkedHashSet<>();
        for (String origin : list(ORIGINS)) {
            if (ORIGIN.matcher(origin).matches()) {
                origins.add(origin);
            } else {
                faults.add(ORIGINS + " must be origins such as https://ui.example.com, found \"" + origin
                        + "\"; patterns and * are not taken");
            }
        }
        return origins;
    }

    private List<String> list(String key) {
        String value = settings.getOrDefault(key, "");
        return value.isEmpty()
                ? List.of()
                : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    private boolean flag(String key) {
        String value = settings.getOrDefault(key, "false");
        if (!value.equals("true") && !value.equals("false")) {
            faults.add(key + " must be true or false, found \"" + value + '"');
        }
        return value.equals("true");
    }

    private Optional<Path> path(String key) {
        String value = settings.getOrDefault(key, "");
        if (value.isEmpty()) {
            if (settings.containsKey(key)) {
                faults.add(key + " is empty; name a file or leave it out");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(value));
        } catch (InvalidPathException e) {
            faults.add(key + " is no path of a file");
            return Optional.empty();
        }
    }
}
