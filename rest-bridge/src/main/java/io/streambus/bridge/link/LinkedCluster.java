package io.streambus.bridge.link;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One end of a link.
 *
 * @param clusterId the user's name for the cluster; it is written into provenance headers, so one cluster has one name everywhere
 * @param brokers {@code host:port}, at least one
 * @param connectionTimeout for opening a connection
 * @param requestTimeout for one request to a broker
 * @param maxRetries of one administrative request
 */
public record LinkedCluster(
        String clusterId,
        List<String> brokers,
        Duration connectionTimeout,
        Duration requestTimeout,
        int maxRetries,
        Security security) {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._-]{1,120}");

    public LinkedCluster {
        if (!isId(clusterId)) {
            throw new IllegalArgumentException("cluster_id must be 1 to 120 letters, digits, '.', '_' or '-'");
        }
        brokers = List.copyOf(brokers);
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("cluster " + clusterId + " needs at least one broker");
        }
        requirePositive("connection_timeout", connectionTimeout);
        requirePositive("request_timeout", requestTimeout);
        if (maxRetries < 0) {
            throw new IllegalArgumentException("max_retries must be 0 or more, found " + maxRetries);
        }
        Objects.requireNonNull(security, "security");
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
