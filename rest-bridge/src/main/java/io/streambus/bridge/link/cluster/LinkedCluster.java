package io.streambus.bridge.link.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One end of a link.
 *
 * @param clusterId the user's name for the cluster; it is written into provenance headers, so one cluster has one name everywhere
 * @param brokers {@code host:port}, at least one; none only of a stored link whose cluster is not registered any more
 * @param connectionTimeout for opening a connection
 * @param requestTimeout for one request to a broker
 * @param maxRetries of one administrative request
 * @param inherited what the link does not say itself
 */
public record LinkedCluster(
        String clusterId,
        List<String> brokers,
        Duration connectionTimeout,
        Duration requestTimeout,
        int maxRetries,
        Security security,
        Inherited inherited) {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._-]{1,120}");

    /**
     * What a cluster of a link has from the registry of clusters. Brokers and security go together: a link that gives brokers says itself how they are
     * reached.
     *
     * @param security only with the brokers
     * @param connectCluster the name of the Connect cluster that the cluster is near; empty if it is not registered, or near none
     */
    public record Inherited(boolean brokers, boolean security, Optional<String> connectCluster) {

        public static final Inherited NOTHING = new Inherited(false, false, Optional.empty());

        public Inherited {
            Objects.requireNonNull(connectCluster, "connectCluster");
            if (security && !brokers) {
                throw new IllegalArgumentException("security is inherited together with brokers only");
            }
        }
    }

    /** A cluster of which the link says everything itself. */
    public LinkedCluster(
            String clusterId,
            List<String> brokers,
            Duration connectionTimeout,
            Duration requestTimeout,
            int maxRetries,
            Security security) {
        this(clusterId, brokers, connectionTimeout, requestTimeout, maxRetries, security, Inherited.NOTHING);
    }

    public LinkedCluster {
        if (!isId(clusterId)) {
            throw new IllegalArgumentException("cluster_id must be 1 to 120 letters, digits, '.', '_' or '-'");
        }
        brokers = List.copyOf(brokers);
        Objects.requireNonNull(inherited, "inherited");
        if (brokers.isEmpty() && !inherited.brokers()) {
            throw new IllegalArgumentException("cluster " + clusterId + " needs at least one broker");
        }
        requirePositive("connection_timeout", connectionTimeout);
        requirePositive("request_timeout", requestTimeout);
        if (maxRetries < 0) {
            throw new IllegalArgumentException("max_retries must be 0 or more, found " + maxRetries);
        }
        Objects.requireNonNull(security, "security");
    }

    /** The same with other values of what is inherited. */
    public LinkedCluster inheriting(List<String> newBrokers, Security newSecurity, Optional<String> connectCluster) {
        return new LinkedCluster(
                clusterId,
                inherited.brokers() ? newBrokers : brokers,
                connectionTimeout,
                requestTimeout,
                maxRetries,
                inherited.security() ? newSecurity : security,
                new Inherited(inherited.brokers(), inherited.security(), connectCluster));
    }

    /** The rule that link ids and cluster ids share (design/api.md). A path may not end with a dot or two: clients take them for directories. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(what + " must be above 0, found " + duration);
        }
    }
}
