package io.streambus.bridge.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Which listeners nobody but this machine can reach. */
public final class Loopback {

    private Loopback() {}

    /** A host whose address is not known counts as one that others can reach. */
    public static boolean holds(URI listener) {
        try {
            return InetAddress.getByName(listener.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
