package io.streambus.bridge.access;

import io.streambus.bridge.tls.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call a bridge, and how it proves itself.
 *
 * @param users the file of each scheme that is on; empty for {@code authentication=none}
 * @param metricsOpen whether {@code /metrics} is there for everybody
 * @param tls for listeners that are https
 * @param corsOrigins of pages whose scripts may call
 * @param auditFile where changing calls are written; empty for the bridge's log
 */
public record AccessConfig(
        Map<Scheme, Path> users,
        boolean metricsOpen,
        Optional<TlsFiles> tls,
        Set<String> corsOrigins,
        Optional<Path> auditFile) {

    /** All settings that {@link #read} understands. */
    public static final Set<String> KEYS = AccessConfigReader.KEYS;

    public AccessConfig {
        users = Map.copyOf(users);
        Objects.requireNonNull(tls, "tls");
        corsOrigins = Set.copyOf(corsOrigins);
        Objects.requireNonNull(auditFile, "auditFile");
    }

    /**
     * @param listeners that are well formed: http or https, with a host that resolves
     * @param faults where every fault is added, as a sentence that names the key
     */
    public static AccessConfig read(Map<String, String> settings, List<URI> listeners, List<String> faults) {
        return new AccessConfigReader(settings, faults).read(listeners);
    }
}
