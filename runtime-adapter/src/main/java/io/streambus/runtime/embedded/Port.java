package io.streambus.runtime.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/** Ports of the loopback interface. */
final class Port {

    /** Room for a burst of connections before the broker starts to accept; the kernel cuts it to its own bound. */
    private static final int BACKLOG = 128;

    private Port() {}

    static void check(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 0 to 65535 (0 takes a free one)");
        }
    }

    /**
     * Takes a port for good: nobody can get in between choosing it and using it.
     *
     * @param owner named in the error
     * @throws StartFailedException.PortTaken if a port other than 0 belongs to somebody else
     */
    static ServerSocketChannel bind(String owner, int port) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            // By number: the loopback address of the JDK may be IPv6, and the addresses given out say 127.0.0.1.
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
            return channel;
        } catch (IOException e) {
            closeQuietly(channel);
            if (port == 0) {
                throw new StartFailedException(owner + " found no free port on 127.0.0.1", e);
            }
            throw new StartFailedException.PortTaken(owner, port, e);
        }
    }

    /** @throws StartFailedException.PortTaken if somebody else has it at this moment */
    static void checkFree(String owner, int port) {
        closeQuietly(bind(owner, port));
    }

    static int of(ServerSocketChannel channel) {
        return channel.socket().getLocalPort();
    }

    static void closeQuietly(ServerSocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Closing a listening socket loses nothing.
                return;
            }
        }
    }
}
