package io.streambus.cli.context;

import io.streambus.cli.context.Context.ClientIdentity;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS from PEM files: whom to trust, and the certificate to show. */
public final class PemTrust {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private PemTrust() {}

    /**
     * What Java's own defaults become with these files.
     *
     * @throws CommandFailure if a file cannot be used
     */
    public static SSLContext context(Optional<Path> caFile, Optional<ClientIdentity> identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity.isPresent() ? keys(identity.get()) : null,
                    caFile.isPresent() ? trust(caFile.get()) : null,
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "TLS cannot be set up: " + e);
        }
    }

    /** Trusts nobody: for http, where loading Java's authorities would only take a tenth of a second. */
    public static SSLContext nobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new CommandFailure(ExitCode.FAILED, "this Java has no TLS: " + e);
        }
    }

    private static TrustManager[] trust(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate certificate : certificates(file, "ca_file")) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(ClientIdentity identity) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> chain = certificates(identity.certificateFile(), "cert_file");
        X509Certificate own = (X509Certificate) chain.iterator().next();
        PrivateKey key = key(identity.keyFile(), own.getPublicKey().getAlgorithm());
        KeyStore store = emptyStore();
        store.setKeyEntry("client", key, new char[0], chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file, String field) {
        try (InputStream input = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(input);
            if (found.isEmpty()) {
                throw unusable(field, file, "holds no certificate; PEM is wanted");
            }
            return List.copyOf(found);
        } catch (IOException e) {
            throw unreadable(field, file, e);
        } catch (GeneralSecurityException e) {
            throw unusable(field, file, "holds no certificates in PEM: " + e.getMessage());
        }
    }

    private static PrivateKey key(Path file, String algorithm) {
        String pem;
        try {
            pem = Files.readString(file);
        } catch (IOException e) {
            throw unreadable("key_file", file, e);
        }
        Matcher key = KEY.matcher(pem);
        if (!key.find() || !key.group(1).equals("PRIVATE KEY")) {
            throw unusable(
                    "key_file",
                    file,
                    "holds no key in the form PKCS #8 without encryption (BEGIN PRIVATE KEY):"
                            + " openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW makes one");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(key.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable("key_file", file, "holds no " + algorithm + " key, which its certificate calls for");
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static CommandFailure unreadable(String field, Path file, IOException e) {
        return unusable(
                field,
                file,
                "cannot be read: " + (e instanceof NoSuchFileException ? "there is no such file" : e.toString()));
    }

    private static CommandFailure unusable(String field, Path file, String what) {
        return new CommandFailure(
                ExitCode.USAGE,
                "the context's " + field + " '" + file + "' " + what,
                "streambus context add with --" + field.replace('_', '-')
                        + " and the path of a PEM file that is there");
    }
}
