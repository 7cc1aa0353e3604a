package io.streambus.demo.stage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ports of the demo, all on 127.0.0.1.
 *
 * @param west of the cluster us-west-1
 * @param east of the cluster us-east-1
 * @param worker of the Connect worker's REST API
 * @param bridge of the bridge's REST API
 */
public record Ports(int west, int east, int worker, int bridge) {

    /** The ports of the documentation's examples. */
    public static final Ports STANDARD = new Ports(9092, 9192, 8083, 8081);

    public static final int HIGHEST_BASE = 65_535 - 100;

    private static final String HOST = "127.0.0.1";

    public Ports {
        for (int port : new int[] {west, east, worker, bridge}) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a port must be 1 to 65535, found " + port);
            }
        }
    }

    /**
     * @param base from 1 to {@link #HIGHEST_BASE}: us-west-1 on it, us-east-1 100 above, the worker 1 above, the bridge 2 above
     */
    public static Ports from(int base) {
        return new Ports(base, base + 100, base + 1, base + 2);
    }

    public String westBrokers() {
        return HOST + ":" + west;
    }

    public String eastBrokers() {
        return HOST + ":" + east;
    }

    public String workerUrl() {
        return "http://" + HOST + ":" + worker;
    }

    public String bridgeUrl() {
        return "http://" + HOST + ":" + bridge;
    }

    /**
     * Finds out whether all ports can be had.
     *
     * @throws StageException naming every port that is taken and the option that chooses others
     */
    public void checkFree() {
        List<String> taken = new ArrayList<>();
        byUser().forEach((user, port) -> {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            } catch (IOException e) {
                taken.add("port " + port + " for " + user + " cannot be had (" + e.getMessage() + ")");
            }
        });
        if (!taken.isEmpty()) {
            throw new StageException(String.join("; ", taken)
                    + ": end what listens there, or choose other ports with --port-base P (us-west-1 on P, us-east-1 on"
                    + " P+100, the worker on P+1, the bridge on P+2)");
        }
    }

    private Map<String, Integer> byUser() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("us-west-1", west);
        ports.put("us-east-1", east);
        ports.put("the Connect worker", worker);
        ports.put("the bridge", bridge);
        return ports;
    }
}
