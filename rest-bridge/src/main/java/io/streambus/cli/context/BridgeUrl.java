package io.streambus.cli.context;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The root of a bridge's API.
 *
 * @param uri http or https with a host, without a slash at its end
 */
public record BridgeUrl(URI uri) {

    /** Where a bridge listens by default. */
    public static final BridgeUrl DEFAULT = parse("http://localhost:8081");

    public BridgeUrl {
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getQuery() != null
                || uri.getFragment() != null
                || uri.getPath().endsWith("/")) {
            throw new IllegalArgumentException("not the URL of a bridge");
        }
    }

    /** @throws IllegalArgumentException if the text is no URL of a bridge; the message says what one looks like */
    public static BridgeUrl parse(String text) {
        try {
            return new BridgeUrl(new URI(text.replaceFirst("/+$", "")));
        } catch (URISyntaxException | IllegalArgumentException e) {
            // A password in a URL must not be repeated.
            String found = text.contains("@") ? "" : ", found '" + text + "'";
            throw new IllegalArgumentException("a bridge is named by http:// or https://, a host and a port, such as"
                    + " https://bridge.example.com:8081, without user, password and query" + found);
        }
    }

    /** @param path with query, both encoded */
    public URI resolve(String path) {
        return URI.create(uri + path);
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
