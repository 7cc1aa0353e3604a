package io.streambus.bridge.http.guard;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that this bridge is called by: those of the own machine, and what the configuration says. What a caller says is never among them: whoever
 * has a domain can make its name lead to this machine, and a page under that name then is of one origin with whatever answers here.
 *
 * <p>Thread-safe: immutable. Nothing is resolved.
 */
final class KnownHosts {

    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.%a-z]+]|[^\\[\\]:@/\\s]+)(?::\\d{0,5})?");
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(?:\\.\\d{1,3}){3}");

    private final Set<String> hosts;
    private final Optional<URI> advertised;

    private KnownHosts(Set<String> hosts, Optional<URI> advertised) {
        this.hosts = hosts;
        this.advertised = advertised;
    }

    static KnownHosts of(Collection<URI> listeners, Optional<URI> advertised) {
        Set<String> hosts = new HashSet<>(Set.of("localhost"));
        listeners.forEach(listener -> hosts.add(lower(listener.getHost())));
        advertised.ifPresent(url -> hosts.add(lower(url.getHost())));
        return new KnownHosts(Set.copyOf(hosts), advertised);
    }

    /** Whether all hosts that a call names, each with or without a port, are names of this bridge. */
    boolean hold(List<String> authorities) {
        return authorities.stream().allMatch(authority -> {
            Matcher parts = AUTHORITY.matcher(authority);
            return parts.matches() && isHost(parts.group(1));
        });
    }

    /**
     * Whether a page is one of this bridge, or of what stands before it under {@code advertised.url}.
     *
     * @param origin as the header of that name has it
     * @param scheme of the listener that was called
     * @param port of that listener
     */
    boolean isOrigin(String origin, String scheme, int port) {
        URI page;
        try {
            page = URI.create(origin);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (page.getScheme() == null || page.getHost() == null) {
            return false;
        }
        boolean listens = page.getScheme().equalsIgnoreCase(scheme) && port(page) == port && isHost(page.getHost());
        return listens || advertised.filter(url -> isSame(url, page)).isPresent();
    }

    private boolean isHost(String host) {
        return hosts.contains(lower(host)) || LOOPBACK_V4.matcher(host).matches() || isLoopbackV6(host);
    }

    private static boolean isLoopbackV6(String host) {
        if (!host.startsWith("[")) {
            return false;
        }
        try {
            // A literal in brackets is parsed, never looked up.
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isSame(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
