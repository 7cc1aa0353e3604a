package io.streambus.bridge.document;

import io.streambus.bridge.json.Found;
import io.streambus.bridge.json.NearestName;
import io.streambus.bridge.json.ObjectReader;
import io.streambus.bridge.link.cluster.LinkedCluster;
import io.streambus.bridge.link.cluster.LinkedCluster.Inherited;
import io.streambus.bridge.link.cluster.Security;
import io.streambus.bridge.registry.ClusterDirectory;
import io.streambus.bridge.registry.RegisteredCluster;
import io.streambus.bridge.secrets.SecretPolicy;
import io.streambus.bridge.secrets.SecretReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one cluster of a link, wherever in the document it stands. Confined to one reading. */
final class ClusterReader {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern BROKER =
            Pattern.compile("(?:[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,252})|\\[[0-9a-fA-F:.%]{2,64}]):(\\d{1,5})");

    /** More names than that in a message nobody reads. */
    private static final int MOST_NAMED = 10;

    private final ObjectReader reader;
    private final String linkId;
    private final SecretPolicy secrets;
    private final ClusterDirectory registry;

    /** @param registry has what a cluster leaves out that gives no brokers */
    ClusterReader(ObjectReader reader, String linkId, SecretPolicy secrets, ClusterDirectory registry) {
        this.reader = reader;
        this.linkId = linkId;
        this.secrets = secrets;
        this.registry = registry;
    }

    /** @return empty when something is wrong that leaves no cluster to speak of; it has been reported then */
    Optional<LinkedCluster> read() {
        Optional<String> id = id(reader);
        Optional<RegisteredCluster> registered = id.flatMap(registry::find);
        boolean inherits = !reader.has("brokers") && (registered.isPresent() || !secrets.judges());
        if (!reader.has("brokers") && !inherits) {
            reader.fault("brokers", "is required" + id.map(this::unregistered).orElse(""));
        }
        List<String> brokers = brokers(reader);
        Duration connectionTimeout = reader.duration("connection_timeout", SHORTEST, LONGEST, Duration.ofSeconds(30));
        Duration requestTimeout = reader.duration("request_timeout", SHORTEST, LONGEST, Duration.ofSeconds(10));
        int maxRetries = (int) reader.integer("max_retries", 0, 1_000, 3);
        Inherited inherited = new Inherited(
                inherits, inherits && !reader.has("security"), registered.flatMap(RegisteredCluster::connectCluster));
        Security security = security(reader, linkId, id, secrets);
        reader.refuseOthers();
        if (id.isEmpty() || (brokers.isEmpty() && !inherits)) {
            return Optional.empty();
        }
        LinkedCluster own = new LinkedCluster(
                id.get(), brokers, connectionTimeout, requestTimeout, maxRetries, security, inherited);
        return Optional.of(registered.map(cluster -> cluster.lendTo(own)).orElse(own));
    }

    private String unregistered(String id) {
        Set<String> known = registry.ids();
        String others = known.isEmpty()
                ? ""
                : NearestName.of(id, known)
                        .map(near -> "; did you mean " + Found.quoted(near) + '?')
                        .orElseGet(() -> ", only "
                                + known.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                                + (known.size() > MOST_NAMED ? " and others" : ""));
        return ", as no cluster " + Found.quoted(id) + " is registered" + others
                + " (POST /api/v1/clusters registers one)";
    }

    /** The {@code cluster_id}; empty when there is none to speak of, which has been reported then. */
    static Optional<String> id(ObjectReader reader) {
        Optional<String> id = reader.requiredText("cluster_id");
        if (id.isPresent() && !LinkedCluster.isId(id.get())) {
            reader.fault(
                    "cluster_id", "must be 1 to 120 letters, digits, '.', '_' or '-', found " + Found.quoted(id.get()));
            return Optional.empty();
        }
        return id;
    }

    /** Empty where there are none, which is reported if the field is there. */
    static List<String> brokers(ObjectReader reader) {
        List<String> brokers = reader.texts("brokers", (at, broker) -> {
            if (!isBroker(broker)) {
                reader.faultAt(at, "must be host:port with a port from 1 to 65535, found " + Found.quoted(broker));
            }
        });
        if (reader.has("brokers") && brokers.isEmpty()) {
            reader.fault("brokers", "must name at least one broker as host:port");
        }
        return brokers;
    }

    /** @param owner whose document it is, as secrets are named after it */
    static Security security(ObjectReader reader, String owner, Optional<String> id, SecretPolicy secrets) {
        // Of a cluster without a name no secret can say where it belongs; that fault has been told.
        SecretReader secretReader = id.map(clusterId -> new SecretReader(owner, clusterId, secrets))
                .orElseGet(() -> new SecretReader(owner, "?", SecretPolicy.asStored()));
        return reader.sensitiveObject("security")
                .map(fields -> new SecurityReader(fields, secretReader).read())
                .orElse(Security.NONE);
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
