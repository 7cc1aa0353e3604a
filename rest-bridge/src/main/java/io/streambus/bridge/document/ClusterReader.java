package io.streambus.bridge.document;

import io.streambus.bridge.json.Found;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.link.LinkedCluster;
import io.streambus.bridge.link.Security;
import io.streambus.bridge.secrets.SecretPolicy;
import io.streambus.bridge.secrets.SecretReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one cluster of a link, wherever in the document it stands. Confined to one reading. */
final class ClusterReader {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern BROKER =
            Pattern.compile("(?:[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,252})|\\[[0-9a-fA-F:.%]{2,64}]):(\\d{1,5})");

    private final ObjectReader reader;
    private final String linkId;
    private final SecretPolicy secrets;

    ClusterReader(ObjectReader reader, String linkId, SecretPolicy secrets) {
        this.reader = reader;
        this.linkId = linkId;
        this.secrets = secrets;
    }

    /** @return empty when something is wrong that leaves no cluster to speak of; it has been reported then */
    Optional<LinkedCluster> read() {
        Optional<String> id = reader.requiredText("cluster_id");
        if (id.isPresent() && !LinkedCluster.isId(id.get())) {
            reader.fault(
                    "cluster_id", "must be 1 to 120 letters, digits, '.', '_' or '-', found " + Found.quoted(id.get()));
            id = Optional.empty();
        }
        List<String> brokers = reader.texts("brokers", (at, broker) -> {
            if (!isBroker(broker)) {
                reader.faultAt(at, "must be host:port with a port from 1 to 65535, found " + Found.quoted(broker));
            }
        });
        if (!reader.has("brokers")) {
            reader.fault("brokers", "is required");
        } else if (brokers.isEmpty()) {
            reader.fault("brokers", "must name at least one broker as host:port");
        }
        Duration connectionTimeout = reader.duration("connection_timeout", SHORTEST, LONGEST, Duration.ofSeconds(30));
        Duration requestTimeout = reader.duration("request_timeout", SHORTEST, LONGEST, Duration.ofSeconds(10));
        int maxRetries = (int) reader.integer("max_retries", 0, 1_000, 3);
        // Of a cluster without a name no secret can say where it belongs; that fault has been told.
        SecretReader secretReader = id.map(clusterId -> new SecretReader(linkId, clusterId, secrets))
                .orElseGet(() -> new SecretReader(linkId, "?", SecretPolicy.asStored()));
        Security security = reader.sensitiveObject("security")
                .map(fields -> new SecurityReader(fields, secretReader).read())
                .orElse(Security.NONE);
        reader.refuseOthers();
        return brokers.isEmpty()
                ? Optional.empty()
                : id.map(clusterId ->
                        new LinkedCluster(clusterId, brokers, connectionTimeout, requestTimeout, maxRetries, security));
    }

    private static boolean isBroker(String text) {
        Matcher matcher = BROKER.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(matcher.group(1));
        return port >= 1 && port <= 65_535;
    }
}
