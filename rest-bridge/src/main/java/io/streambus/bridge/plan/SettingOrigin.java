package io.streambus.bridge.plan;

import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.link.Topology;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.Security;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The field of a link document that a connector's setting comes from. Pure.
 *
 * @param pointer to the field (RFC 6901)
 * @param file the path in the field, if the field names a file
 */
public record SettingOrigin(String pointer, Optional<String> file) {

    public SettingOrigin {
        Objects.requireNonNull(pointer, "pointer");
        Objects.requireNonNull(file, "file");
    }

    /**
     * Looks for the field that somebody has to change who is told that a setting is wrong.
     *
     * @param setting of the flow's connector
     * @return empty if no single field of one of the flow's clusters is behind it
     */
    public static Optional<SettingOrigin> of(ReplicationLink link, Flow flow, String setting) {
        return Stream.of(ConnectorKeys.SOURCE, ConnectorKeys.TARGET, ConnectorKeys.PRODUCER_OVERRIDE)
                .filter(setting::startsWith)
                .findFirst()
                .flatMap(prefix -> {
                    LinkedCluster cluster = prefix.equals(ConnectorKeys.SOURCE) ? flow.source() : flow.target();
                    return field(cluster, setting.substring(prefix.length()))
                            .map(origin -> new SettingOrigin(
                                    pointer(link.topology(), cluster) + origin.pointer(), origin.file()));
                });
    }

    /** Within the cluster's part of the document. */
    private static Optional<SettingOrigin> field(LinkedCluster cluster, String setting) {
        Security security = cluster.security();
        if (security.properties().containsKey(setting)) {
            String escaped = setting.replace("~", "~0").replace("/", "~1");
            return Optional.of(new SettingOrigin("/security/properties/" + escaped, Optional.empty()));
        }
        return switch (setting) {
            case ConnectorKeys.BOOTSTRAP -> Optional.of(new SettingOrigin("/brokers", Optional.empty()));
            case "ssl.keystore.key" -> Optional.of(new SettingOrigin("/security/tls_key_file", security.keyFile()));
            case "ssl.keystore.certificate.chain", "ssl.keystore.location" ->
                Optional.of(new SettingOrigin("/security/tls_cert_file", security.certFile()));
            case "ssl.truststore.location" ->
                Optional.of(new SettingOrigin("/security/tls_ca_file", security.caFile()));
            case "sasl.jaas.config" -> Optional.of(new SettingOrigin("/security/sasl_password", Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static String pointer(Topology topology, LinkedCluster cluster) {
        if (topology instanceof Topology.Mesh mesh) {
            return "/clusters/" + mesh.clusters().indexOf(cluster);
        }
        if (topology instanceof Topology.Star star && !cluster.equals(star.hub())) {
            return "/spokes/"
                    + star.spokes().stream()
                            .map(Topology.Spoke::cluster)
                            .toList()
                            .indexOf(cluster);
        }
        boolean target = topology instanceof Topology.Star star
                ? star.hubIsTarget()
                : cluster.equals(topology.clusters().get(1));
        return target ? "/target_cluster" : "/source_cluster";
    }
}
