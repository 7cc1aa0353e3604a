package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** A key and its self-signed certificate as PEM files, made by the JDK's own keytool. */
final class PemFiles {

    private static final String PASSWORD = "changeit";

    private PemFiles() {}

    /** @param authority gets the certificate again: it has signed itself */
    static void write(Path directory, String certificate, String key, String authority) throws Exception {
        Path store = directory.resolve("client.p12");
        Process keytool = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-alias",
                        "client",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=client",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String certificatePem = pem("CERTIFICATE", keys.getCertificate("client").getEncoded());
        Files.writeString(directory.resolve(certificate), certificatePem);
        Files.writeString(directory.resolve(authority), certificatePem);
        Files.writeString(
                directory.resolve(key),
                pem("PRIVATE KEY", keys.getKey("client", PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }
}
