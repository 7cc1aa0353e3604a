package io.streambus.runtime.rest;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * One worker's address.
 *
 * @param root without credentials and without a slash at its end; may be shown
 * @param authorization the header that the credentials of the address make; never shown
 */
record Worker(String root, Optional<String> authorization) {

    /** @throws IllegalArgumentException if the address is not one of http or https with a host */
    static Worker of(URI address) {
        String scheme = address.getScheme();
        // The address itself may hold a password, so that a fault shows the parts that cannot.
        if (scheme == null || !(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "a worker's address must be http://host:port or https://host:port, found scheme " + scheme
                            + " and host " + address.getHost());
        }
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        String path = address.getRawPath() == null ? "" : address.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return new Worker(
                scheme + "://" + address.getHost() + port + path,
                Optional.ofNullable(address.getRawUserInfo()).map(Worker::basic));
    }

    private static String basic(String rawUserInfo) {
        // URLDecoder reads a plus as a space, which it is not in this part of an address.
        String userInfo = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    URI resolve(String path) {
        return URI.create(root + path);
    }

    @Override
    public String toString() {
        return root;
    }
}
