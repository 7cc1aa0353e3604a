package io.streambus.packaging;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.SplittableRandom;

/** Finds a base for {@code --port-base} whose four ports are free. */
public final class FreePorts {

    private static final int[] OFFSETS = {0, 1, 2, 100};
    /** Below the range from which Linux takes the ports of outgoing connections. */
    private static final int LOWEST = 10_000;

    private static final int HIGHEST = 32_000;

    private FreePorts() {}

    public static int base() throws IOException {
        SplittableRandom random = new SplittableRandom();
        for (int attempt = 0; attempt < 200; attempt++) {
            int base = random.nextInt(LOWEST, HIGHEST);
            if (allFree(base)) {
                return base;
            }
        }
        throw new IOException("no four free ports found between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean allFree(int base) {
        for (int offset : OFFSETS) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), base + offset));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
