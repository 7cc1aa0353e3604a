package io.streambus.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.streambus.cli.context.BridgeUrl;
import io.streambus.cli.context.Context;
import io.streambus.cli.context.Context.ClientIdentity;
import io.streambus.cli.context.Credentials;
import io.streambus.cli.exit.CommandFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with a server that wants a client certificate. */
class PemTrustTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path temp;

    private static HttpsServer server;

    @BeforeAll
    static void startServer() throws Exception {
        KeyStore serverKeys = keys("server", "rsa", "-keysize", "2048");
        KeyStore clientKeys = keys("client", "ec", "-groupname", "secp256r1");
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(serverKeys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", clientKeys.getCertificate("client"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("[]".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
    }

    @Test
    void aTrustedServerIsShownTheCertificate() throws Exception {
        BridgeClient client = client(Optional.of("server.crt"), Optional.of("client.key"));

        assertThat(client.send(BridgeRequest.get("/")).status()).isEqualTo(200);
    }

    @Test
    void withoutTheCertificateThereIsNoAnswer() throws Exception {
        BridgeClient client = client(Optional.of("server.crt"), Optional.empty());

        assertThatThrownBy(() -> client.send(BridgeRequest.get("/"))).isInstanceOf(BridgeUnreachable.class);
    }

    @Test
    void aServerOfAnUnknownAuthorityIsNotTrusted() throws Exception {
        BridgeClient client = client(Optional.empty(), Optional.of("client.key"));

        assertThatThrownBy(() -> client.send(BridgeRequest.get("/")))
                .isInstanceOf(BridgeUnreachable.class)
                .hasMessageContaining("no TLS connection to https://127.0.0.1:")
                .hasMessageContaining("ca_file");
    }

    @Test
    void filesThatHoldSomethingElseAreNamed() throws Exception {
        Files.writeString(temp.resolve("odd.pem"), "nothing here");
        Files.writeString(
                temp.resolve("old.key"), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");

        assertThatThrownBy(() -> client(Optional.of("odd.pem"), Optional.empty()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("ca_file '" + temp.resolve("odd.pem") + "'");
        assertThatThrownBy(() -> client(Optional.of("missing.pem"), Optional.empty()))
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> client(Optional.of("server.crt"), Optional.of("old.key")))
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        assertThatThrownBy(() -> client(Optional.of("server.crt"), Optional.of("server.key")))
                .hasMessageContaining("holds no EC key");
    }

    private static BridgeClient client(Optional<String> caFile, Optional<String> keyFile) throws Exception {
        Context context = new Context(
                BridgeUrl.parse("https://127.0.0.1:" + server.getAddress().getPort()),
                List.of(),
                new Credentials.None(),
                caFile.map(temp::resolve),
                keyFile.map(key -> new ClientIdentity(temp.resolve("client.crt"), temp.resolve(key))));
        return new BridgeClient(context, Map.of());
    }

    /** A key with its own certificate; {@code name.crt} and {@code name.key} are the PEM files. */
    private static KeyStore keys(String name, String algorithm, String... size) throws Exception {
        Path store = temp.resolve(name + ".p12");
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=IP:127.0.0.1",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(size));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
        return keys;
    }

    private static void pem(String file, String kind, byte[] content) throws Exception {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        Files.writeString(
                temp.resolve(file),
                "-----BEGIN " + kind + "-----\n" + lines.encodeToString(content) + "\n-----END " + kind + "-----\n");
    }
}
