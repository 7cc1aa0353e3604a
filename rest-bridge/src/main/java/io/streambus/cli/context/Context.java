package io.streambus.cli.context;

import io.streambus.cli.context.Credentials.Basic;
import io.streambus.cli.context.Credentials.Bearer;
import io.streambus.cli.context.Credentials.Given;
import io.streambus.cli.context.Credentials.None;
import io.streambus.cli.context.Credentials.Referred;
import io.streambus.cli.context.Credentials.Secret;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A bridge and who one is there.
 *
 * @param url the bridge that is asked first
 * @param peers further bridges on the same control cluster: asked when the first does not answer, and trusted with the credentials
 * @param caFile PEM certificates to trust instead of Java's own
 * @param identity the client certificate to present
 */
public record Context(
        BridgeUrl url,
        List<BridgeUrl> peers,
        Credentials credentials,
        Optional<Path> caFile,
        Optional<ClientIdentity> identity) {

    /**
     * A client certificate.
     *
     * @param certificateFile PEM, the chain from the client's own on
     * @param keyFile PEM, PKCS #8, not encrypted
     */
    public record ClientIdentity(Path certificateFile, Path keyFile) {
        public ClientIdentity {
            Objects.requireNonNull(certificateFile, "certificateFile");
            Objects.requireNonNull(keyFile, "keyFile");
        }
    }

    public Context {
        Objects.requireNonNull(url, "url");
        peers = List.copyOf(peers);
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(caFile, "caFile");
        Objects.requireNonNull(identity, "identity");
        for (BridgeUrl peer : peers) {
            if (!peer.uri().getScheme().equals(url.uri().getScheme())) {
                throw new IllegalArgumentException(
                        "the peer " + peer + " must have the scheme of the url " + url + ": both http or both https");
            }
        }
    }

    /** A bridge that nobody has to log in to. */
    public static Context anonymous(BridgeUrl url) {
        return new Context(url, List.of(), new None(), Optional.empty(), Optional.empty());
    }

    /** All bridges, in the order of asking. */
    public List<BridgeUrl> bridges() {
        List<BridgeUrl> all = new ArrayList<>();
        all.add(url);
        all.addAll(peers);
        return all;
    }

    /** Whether credentials or a certificate would go out with a call. */
    public boolean isPersonal() {
        return !(credentials instanceof None) || identity.isPresent();
    }

    /** Whether credentials may go to an address that a bridge of this context has named: a listed bridge, or a listed bridge's host. */
    public boolean trusts(URI address) {
        return bridges().stream()
                .anyMatch(bridge -> bridge.uri().getScheme().equals(address.getScheme())
                        && bridge.uri().getHost().equalsIgnoreCase(address.getHost()));
    }

    /**
     * The header {@code Authorization}, if there are credentials.
     *
     * @throws io.streambus.cli.exit.CommandFailure if a secret is not where the context says
     */
    public Optional<String> authorization(Map<String, String> environment) throws InterruptedException {
        if (credentials instanceof Basic basic) {
            String pair = basic.user() + ":" + text(basic.password(), environment);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return credentials instanceof Bearer bearer
                ? Optional.of("Bearer " + requireToken(text(bearer.token(), environment)))
                : Optional.empty();
    }

    /** Java's client would quote what cannot stand in a header. */
    private static String requireToken(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the context's token holds blanks or characters that no token has; look at where it is from");
        }
        return text;
    }

    private static String text(Secret secret, Map<String, String> environment) throws InterruptedException {
        return secret instanceof Referred referred ? referred.reference().fetch(environment) : ((Given) secret).text();
    }
}
