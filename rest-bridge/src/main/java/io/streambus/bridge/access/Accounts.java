package io.streambus.bridge.access;

import io.streambus.bridge.tls.WatchedFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/** Tells who a caller is, from the files of users. Thread-safe. */
public final class Accounts {

    private static final Pattern TOKEN_HASH = Pattern.compile("[0-9a-f]{64}");

    private final Optional<Passwords> passwords;
    private final Optional<WatchedFiles<Map<String, User>>> tokens;
    private final Optional<WatchedFiles<Map<X500Principal, User>>> certificates;

    private Accounts(
            Optional<Passwords> passwords,
            Optional<WatchedFiles<Map<String, User>>> tokens,
            Optional<WatchedFiles<Map<X500Principal, User>>> certificates) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.certificates = certificates;
    }

    /**
     * @param files of the schemes that are on; none means that anybody may do anything
     * @throws IOException if files cannot be read or are faulty; the message says what is wrong with each
     */
    public static Accounts open(Map<Scheme, Path> files) throws IOException {
        Opening opening = new Opening();
        Accounts accounts = new Accounts(
                opening.of(files, Scheme.BASIC, Passwords::open),
                opening.of(
                        files,
                        Scheme.BEARER,
                        file -> WatchedFiles.open(
                                "the tokens",
                                List.of(file),
                                contents -> UserLines.read(
                                        contents.get(0),
                                        Accounts::tokenHash,
                                        "SHA-256 of a token in 64 hexadecimal digits; make the line with"
                                                + " streambus create-token",
                                        false))),
                opening.of(
                        files,
                        Scheme.MTLS,
                        file -> WatchedFiles.open(
                                "the certificates' subjects",
                                List.of(file),
                                contents -> UserLines.read(
                                        contents.get(0),
                                        Accounts::subject,
                                        "distinguished name such as CN=alice,O=Example",
                                        false))));
        opening.done();
        return accounts;
    }

    /** Opens what can be opened, so that all faults are told at once. Confined to one opening. */
    private static final class Opening {

        private interface Opener<T> {
            T open(Path file) throws IOException;
        }

        private final List<String> faults = new ArrayList<>();

        <T> Optional<T> of(Map<Scheme, Path> files, Scheme scheme, Opener<T> opener) {
            Path file = files.get(scheme);
            if (file == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(opener.open(file));
            } catch (IOException e) {
                faults.add(scheme.fileKey() + ": " + e.getMessage());
                return Optional.empty();
            }
        }

        void done() throws IOException {
            if (!faults.isEmpty()) {
                throw new IOException(String.join("; ", faults));
            }
        }
    }

    private static Optional<String> tokenHash(String text) {
        return Optional.of(text.toLowerCase(Locale.ROOT))
                .filter(hash -> TOKEN_HASH.matcher(hash).matches());
    }

    private static Optional<X500Principal> subject(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new X500Principal(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The schemes that are on. */
    public Set<Scheme> schemes() {
        Set<Scheme> schemes = EnumSet.noneOf(Scheme.class);
        passwords.ifPresent(on -> schemes.add(Scheme.BASIC));
        tokens.ifPresent(on -> schemes.add(Scheme.BEARER));
        certificates.ifPresent(on -> schemes.add(Scheme.MTLS));
        return schemes;
    }

    /**
     * Who a caller is. A header counts before a certificate: whoever sends one wants to be that user.
     *
     * @param from where the caller is
     * @param authorization the header of that name
     * @param certificate of the connection, whose chain TLS has checked
     */
    public Authentication identify(
            InetAddress from, Optional<String> authorization, Optional<X509Certificate> certificate) {
        if (schemes().isEmpty()) {
            return new Authentication.Known(User.ANYBODY);
        }
        if (authorization.isPresent()) {
            return ofHeader(from, authorization.get());
        }
        return certificates
                .flatMap(file -> certificate.map(own -> file.current().get(own.getSubjectX500Principal())))
                .<Authentication>map(Authentication.Known::new)
                .orElse(Authentication.UNKNOWN);
    }

    /** The name that a header gives, right or wrong; empty if it gives none, or one that is not fit for logs. */
    public static Optional<String> claimedName(String authorization) {
        return BasicCredential.of(authorization).map(BasicCredential::name).filter(User::isName);
    }

    private Authentication ofHeader(InetAddress from, String authorization) {
        Optional<BasicCredential> basic = BasicCredential.of(authorization);
        if (basic.isPresent()) {
            return passwords.map(known -> known.check(from, basic.get())).orElse(Authentication.UNKNOWN);
        }
        int space = authorization.indexOf(' ');
        if (space < 0
                || !authorization.substring(0, space).toLowerCase(Locale.ROOT).equals("bearer")) {
            return Authentication.UNKNOWN;
        }
        // Looked up by its hash: what time tells of a hash helps nobody to find a token.
        String hash = new Token(authorization.substring(space + 1).strip()).hash();
        return tokens.flatMap(file -> Optional.ofNullable(file.current().get(hash)))
                .<Authentication>map(Authentication.Known::new)
                .orElse(Authentication.UNKNOWN);
    }
}
