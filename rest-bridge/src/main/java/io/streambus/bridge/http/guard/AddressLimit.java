package io.streambus.bridge.http.guard;

import io.streambus.bridge.access.CallerNetwork;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections of an address that has very many already, so that one cannot take them all.
 * Thread-safe.
 */
public final class AddressLimit implements Connection.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(AddressLimit.class);

    private final int most;
    private final Map<Connection, CallerNetwork> addresses = new ConcurrentHashMap<>();
    private final Map<CallerNetwork, Integer> open = new ConcurrentHashMap<>();

    public AddressLimit(int most) {
        this.most = most;
    }

    @Override
    public void onOpened(Connection connection) {
        network(connection).ifPresent(network -> {
            addresses.put(connection, network);
            if (open.merge(network, 1, Integer::sum) > most) {
                LOG.debug(
                        "{} has {} connections, the most that one address may have; another is closed.",
                        connection.getEndPoint().getRemoteSocketAddress(),
                        most);
                connection.getEndPoint().close();
            }
        });
    }

    @Override
    public void onClosed(Connection connection) {
        CallerNetwork network = addresses.remove(connection);
        if (network != null) {
            open.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Empty for the TLS connection around one that speaks HTTP: the latter is counted. */
    private static Optional<CallerNetwork> network(Connection connection) {
        if (connection instanceof ConnectionMetaData http
                && http.getRemoteSocketAddress() instanceof InetSocketAddress remote
                && remote.getAddress() != null) {
            return Optional.of(CallerNetwork.of(remote.getAddress()));
        }
        return Optional.empty();
    }
}
