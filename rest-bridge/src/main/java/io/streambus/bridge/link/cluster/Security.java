package io.streambus.bridge.link.cluster;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How clients reach a cluster safely. Files are PEM and are read where the client runs: on the worker, and on the bridge for its observations.
 *
 * @param skipHostnameCheck whether a certificate for another host name is taken; the chain of trust is checked all the same, Kafka clients cannot
 *     leave that out
 * @param properties Kafka client properties for what has no field; secrets among them are kept as {@link Secret} says
 */
public record Security(
        boolean tls,
        Optional<String> certFile,
        Optional<String> keyFile,
        Optional<String> caFile,
        boolean skipHostnameCheck,
        Optional<Sasl> sasl,
        Map<String, String> properties) {

    public static final Security NONE = new Security(
            false, Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty(), Map.of());

    public Security {
        if (certFile.isPresent() != keyFile.isPresent()) {
            throw new IllegalArgumentException("tls_cert_file and tls_key_file go together");
        }
        if (!tls && (certFile.isPresent() || caFile.isPresent() || skipHostnameCheck)) {
            throw new IllegalArgumentException("TLS settings need enable_tls");
        }
        Objects.requireNonNull(sasl, "sasl");
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }
}
