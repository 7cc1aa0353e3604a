package io.streambus.bridge.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an https listener needs of its PEM files.
 *
 * @param keys holds the server's key and chain under {@link #PASSWORD}
 * @param clientCas holds the CAs of client certificates
 */
public record TlsKeys(KeyStore keys, Optional<KeyStore> clientCas) {

    /** Of a key store that never leaves memory: the classes of the JDK insist on one. */
    public static final String PASSWORD = "in-memory";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);

    /** @throws IOException if a file cannot be read or is faulty; the message names it */
    public static WatchedFiles<TlsKeys> open(TlsFiles files) throws IOException {
        List<Path> paths = new ArrayList<>(List.of(files.certificate(), files.key()));
        files.clientCa().ifPresent(paths::add);
        return WatchedFiles.open("the TLS files", paths, TlsKeys::of);
    }

    private static TlsKeys of(List<byte[]> contents) {
        List<X509Certificate> chain = certificates(contents.get(0), "the file of the certificate");
        PrivateKey key = key(contents.get(1));
        if (!belong(key, chain.get(0).getPublicKey())) {
            throw new FaultyFileException("the key does not belong to the first certificate of the chain");
        }
        try {
            KeyStore keys = emptyStore();
            keys.setKeyEntry("server", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
            Optional<KeyStore> clientCas = Optional.empty();
            if (contents.size() > 2) {
                KeyStore cas = emptyStore();
                int number = 0;
                for (X509Certificate ca : certificates(contents.get(2), "the file of the clients' CA")) {
                    cas.setCertificateEntry("ca-" + number++, ca);
                }
                clientCas = Optional.of(cas);
            }
            return new TlsKeys(keys, clientCas);
        } catch (GeneralSecurityException | IOException e) {
            throw new FaultyFileException("the certificates are refused: " + e.getMessage());
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<X509Certificate> certificates(byte[] pem, String what) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (blocks.find()) {
                if (blocks.group(1).equals("CERTIFICATE")) {
                    certificates.add((X509Certificate)
                            factory.generateCertificate(new ByteArrayInputStream(decode(blocks.group(2)))));
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new FaultyFileException(what + " holds a certificate that cannot be read: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw new FaultyFileException(what + " holds no -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    private static PrivateKey key(byte[] pem) {
        Matcher blocks = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        while (blocks.find()) {
            switch (blocks.group(1)) {
                case "PRIVATE KEY" -> {
                    return pkcs8(blocks.group(2));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new FaultyFileException(
                            "the key is encrypted, which is not taken; decrypt it by openssl pkcs8"
                                    + " -in KEY -out NEW and protect the new file by its permissions");
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                    throw new FaultyFileException("the key is a -----BEGIN " + blocks.group(1)
                            + "-----, which is not taken; turn it into PKCS #8 by openssl pkcs8 -topk8 -nocrypt -in KEY"
                            + " -out NEW");
                default -> {
                    // Parameters of a curve, or a certificate in the same file.
                }
            }
        }
        throw new FaultyFileException("the file of the key holds no -----BEGIN PRIVATE KEY-----");
    }

    private static PrivateKey pkcs8(String base64) {
        try {
            PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(decode(base64));
            for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
                Optional<PrivateKey> key = keyOf(algorithm, spec);
                if (key.isPresent()) {
                    return key.get();
                }
            }
        } catch (IllegalArgumentException e) {
            // Reported below: whatever it says about the text is about a secret.
        }
        throw new FaultyFileException("the key cannot be read as one of RSA, EC or EdDSA");
    }

    /** Only the factory of the right algorithm takes the key. */
    private static Optional<PrivateKey> keyOf(String algorithm, PKCS8EncodedKeySpec spec) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] decode(String base64) {
        return Base64.getMimeDecoder().decode(base64);
    }
}
