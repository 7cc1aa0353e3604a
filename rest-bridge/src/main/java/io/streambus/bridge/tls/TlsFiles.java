package io.streambus.bridge.tls;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an https listener's keys are, in PEM.
 *
 * @param certificate the server's certificate, followed by those between it and its CA
 * @param key of the first certificate
 * @param clientCa whose certificates callers may show; empty if none are asked for
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {
    public TlsFiles {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(clientCa, "clientCa");
    }
}
