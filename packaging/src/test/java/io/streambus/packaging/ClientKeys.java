package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** What an operator makes with the JDK's tool: a key pair for brokers, one for clients, and the PEM files of both. */
final class ClientKeys {

    static final String STORE_PASSWORD = "keystore";

    private final Path directory;

    private ClientKeys(Path directory) {
        this.directory = directory;
    }

    /** @param keyPassword of the client's key file */
    static ClientKeys make(Path directory, String keyPassword)
            throws IOException, InterruptedException, GeneralSecurityException {
        ClientKeys keys = new ClientKeys(directory);
        for (String owner : List.of("broker", "client")) {
            keys.keytool(
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + owner,
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-alias",
                    owner,
                    "-keystore",
                    owner + ".p12",
                    "-storetype",
                    "PKCS12");
            keys.keytool("-exportcert", "-rfc", "-alias", owner, "-keystore", owner + ".p12", "-file", owner + ".crt");
        }
        keys.writeClientKey(keyPassword);
        return keys;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private void writeClientKey(String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file("client.p12"))) {
            store.load(in, STORE_PASSWORD.toCharArray());
        }
        byte[] key = store.getKey("client", STORE_PASSWORD.toCharArray()).getEncoded();
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
        byte[] encrypted = new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(key)).getEncoded();
        Files.writeString(
                file("client.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(encrypted)
                        + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
