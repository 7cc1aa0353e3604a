package io.streambus.runtime.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The three listening sockets of a single-node cluster, bound before the broker exists and handed to it when it asks: no other process
 * can take a port in between, and a taken port shows before anything has been started.
 *
 * <p>Clients, broker and controller each have one of their own, so that settings for clients (TLS, SASL, an advertised address behind a
 * proxy) leave the cluster's talk with itself alone. Immutable; the broker owns a socket once it has taken it.
 */
record Listeners(ServerSocketChannel clients, ServerSocketChannel broker, ServerSocketChannel controller)
        implements ServerSocketFactory, AutoCloseable {

    static final String CLIENTS = "CLIENTS";
    static final String BROKER = "BROKER";
    static final String CONTROLLER = "CONTROLLER";

    /** Kafka's {@code socket.receive.buffer.bytes} for: leave it to the system. */
    private static final int SYSTEM_BUFFER = -1;

    static Listeners bind(ClusterSpec spec) {
        String owner = "the cluster " + spec.clusterId();
        ServerSocketChannel clients = Port.bind(owner, spec.port());
        ServerSocketChannel broker = null;
        try {
            broker = Port.bind(owner, 0);
            return new Listeners(clients, broker, Port.bind(owner, 0));
        } catch (StartFailedException e) {
            Port.closeQuietly(clients);
            Port.closeQuietly(broker);
            throw e;
        }
    }

    /** Kafka's {@code host:port} of one of the three. */
    static String address(ServerSocketChannel channel) {
        return "127.0.0.1:" + Port.of(channel);
    }

    /** As the broker's {@code listeners} takes it. */
    String config() {
        return brokerConfig() + "," + CONTROLLER + "://" + address(controller);
    }

    /** As {@code advertised.listeners} takes it. */
    String brokerConfig() {
        return CLIENTS + "://" + address(clients) + "," + BROKER + "://" + address(broker);
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress socketAddress, int backlog, int receiveBuffer) {
        ServerSocketChannel channel = switch (listenerName) {
            case CLIENTS -> clients;
            case BROKER -> broker;
            case CONTROLLER -> controller;
            default ->
                throw new IllegalArgumentException("unexpected listener " + listenerName + " at " + socketAddress
                        + "; the embedded cluster has " + config());
        };
        try {
            channel.configureBlocking(false);
            if (receiveBuffer != SYSTEM_BUFFER) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("listener " + listenerName + " at " + socketAddress, e);
        }
    }

    @Override
    public void close() {
        Port.closeQuietly(clients);
        Port.closeQuietly(broker);
        Port.closeQuietly(controller);
    }
}
