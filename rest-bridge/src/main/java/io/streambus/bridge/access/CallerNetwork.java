package io.streambus.bridge.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whom limits count as one caller: an address, and of IPv6 its network (/64), as a caller has all addresses of that.
 *
 * @param digits hexadecimal
 */
public record CallerNetwork(String digits) {

    private static final int NETWORK_BYTES = 8;

    public static CallerNetwork of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new CallerNetwork(HexFormat.of()
                .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes));
    }
}
