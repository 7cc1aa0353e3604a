package io.streambus.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streambus.bridge.access.PasswordHash;
import io.streambus.bridge.access.Token;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.runtime.FakeConnectRuntime;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bridge with everything on, called by curl as a user would. Its control cluster is away: a call that is let in is answered with 503. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProtectedBridgeTest {

    private static final String LINKS = "/api/v1/replication/links";
    private static final int LET_IN = 503;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String PASSWORD = "hunter2 and more";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path shared;

    private static ServerKeys server;
    private static ServerKeys nextServer;
    private static ServerKeys client;
    private static ServerKeys stranger;
    private static String passwordLine;

    @TempDir
    Path directory;

    private Token operator;
    private Bridge bridge;
    private Path passwords;
    private Path audit;

    private record Answer(int status, String headers, String body) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }
    }

    @BeforeAll
    static void makeKeys() throws IOException {
        assumeThat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "curl"))))
                .as("curl is there")
                .isTrue();
        server = ServerKeys.make(shared, "server", "EC");
        nextServer = ServerKeys.make(shared, "next-server", "EC");
        client = ServerKeys.make(shared, "ops", "EC");
        stranger = ServerKeys.make(shared, "stranger", "EC");
        passwordLine = PasswordHash.of(PASSWORD.toCharArray()).text();
    }

    @BeforeEach
    void start() throws IOException {
        operator = Token.random();
        passwords = Files.writeString(directory.resolve("passwords"), "ann:admin:" + passwordLine + '\n');
        Path tokens = Files.writeString(directory.resolve("tokens"), "ci:operator:" + operator.hash() + '\n');
        Path subjects = Files.writeString(directory.resolve("subjects"), "ops:viewer:cn=ops, o=Tests\n");
        audit = directory.resolve("audit.log");
        Files.copy(server.certificate(), directory.resolve("tls.crt"));
        Files.copy(server.key(), directory.resolve("tls.key"));
        Properties properties = new Properties();
        properties.setProperty("listeners", "https://127.0.0.1:0");
        properties.setProperty("control.bootstrap.servers", "127.0.0.1:1");
        properties.setProperty("connect.url", "http://127.0.0.1:1");
        properties.setProperty("authentication", "basic,bearer,mtls");
        properties.setProperty("authentication.basic.file", passwords.toString());
        properties.setProperty("authentication.bearer.file", tokens.toString());
        properties.setProperty("authentication.mtls.file", subjects.toString());
        properties.setProperty(
                "tls.certificate.file", directory.resolve("tls.crt").toString());
        properties.setProperty("tls.key.file", directory.resolve("tls.key").toString());
        properties.setProperty("tls.client.ca.file", client.certificate().toString());
        properties.setProperty("cors.origins", "https://ui.example.com");
        properties.setProperty("audit.log.file", audit.toString());
        bridge = Bridge.start(
                BridgeConfig.of(properties),
                ConnectClusters.only(new FakeConnectRuntime("connect", List.of()), Clock.systemUTC()),
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void without_a_login_only_health_is_answered() throws IOException {
        assertThat(get("/health/live").status()).isEqualTo(200);
        assertThat(get("/health/ready").status()).isEqualTo(LET_IN);

        for (String path : List.of(LINKS, LINKS + "/a", LINKS + "/a/health", "/metrics", "/nowhere")) {
            Answer refused = get(path);
            assertThat(refused.status()).as(path).isEqualTo(401);
            assertThat(refused.headers())
                    .contains("WWW-Authenticate: Basic realm=\"streambus\"", "WWW-Authenticate: Bearer")
                    .contains("Content-Type: application/problem+json");
            assertThat(refused.json().path("code").asText()).isEqualTo("UNAUTHENTICATED");
            assertThat(refused.json().path("request_id").asText()).isNotEmpty();
        }
    }

    @Test
    void each_way_to_log_in_gives_the_role_of_its_user() throws IOException {
        String[] admin = {"--user", "ann:" + PASSWORD};
        String[] starter = {"--header", "Authorization: Bearer " + operator.text()};
        String[] reader = {
            "--cert", client.certificate().toString(), "--key", client.key().toString()
        };

        for (String[] login : List.of(admin, starter, reader)) {
            assertThat(get(LINKS, login).status()).isEqualTo(LET_IN);
            assertThat(get("/metrics", login).status()).isEqualTo(200);
        }
        assertThat(post(LINKS + "/a/start", starter).status()).isEqualTo(LET_IN);
        assertThat(post(LINKS + "/a/start", admin).status()).isEqualTo(LET_IN);
        assertThat(post(LINKS, admin).status()).isEqualTo(LET_IN);

        Answer start = post(LINKS + "/a/start", reader);
        assertThat(start.status()).isEqualTo(403);
        assertThat(start.json().path("code").asText()).isEqualTo("FORBIDDEN");
        assertThat(start.json().path("detail").asText()).contains("role operator", "user ops has the role viewer");
        assertThat(post(LINKS, starter).json().path("detail").asText())
                .contains("role admin", "user ci has the role operator");
    }

    @Test
    void wrong_logins_are_refused_alike() throws IOException {
        Answer unknown = get(LINKS, "--user", "bob:x");
        Answer wrong = get(LINKS, "--user", "ann:x");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(wrong.json().path("detail")).isEqualTo(unknown.json().path("detail"));
        assertThat(get(LINKS, "--header", "Authorization: Bearer " + operator.hash())
                        .status())
                .isEqualTo(401);
        // A certificate that no CA of ours has signed does not even get a connection.
        assertThatThrownBy(() -> get(
                        LINKS,
                        "--cert",
                        stranger.certificate().toString(),
                        "--key",
                        stranger.key().toString()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get("/health/live", "--tls-max", "1.1")).isInstanceOf(IOException.class);
    }

    @Test
    void who_guesses_leaves_a_trace_and_keeps_nobody_else_out() throws Exception {
        List<Process> guessers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            guessers.add(new ProcessBuilder(
                            "bash",
                            "-c",
                            "for n in $(seq 15); do curl -s -o /dev/null --cacert \"$1\" -u \"ann:guess-$2-$n\" \"$3\"; done",
                            "bash",
                            server.certificate().toString(),
                            Integer.toString(i),
                            bridge.url() + LINKS)
                    .start());
        }
        try {
            String[] fromAfar = {"--interface", "127.0.0.2", "--user", "ann:" + PASSWORD};
            // While they are at it, and not remembered yet.
            await().atMost(PATIENCE)
                    .until(() -> metric("streambus_bridge_logins_refused_total{reason=\"wrong\"}") >= 1);
            assertThat(get(LINKS, fromAfar).status()).isEqualTo(LET_IN);
            for (Process guesser : guessers) {
                assertThat(guesser.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
            // If the wait is over just now, one more guess begins the next.
            AtomicInteger guess = new AtomicInteger();
            Answer next = await().atMost(PATIENCE)
                    .until(
                            () -> get(LINKS, "--user", "bob:x" + guess.incrementAndGet()),
                            answer -> answer.status() == 429);
            assertThat(next.headers()).contains("Retry-After: ");
            assertThat(next.json().path("code").asText()).isEqualTo("TOO_MANY_LOGINS");
        } finally {
            guessers.forEach(Process::destroyForcibly);
        }
        assertThat(metric("streambus_bridge_logins_refused_total{reason=\"too_many\"}"))
                .isGreaterThan(5);
    }

    private double metric(String series) throws IOException {
        return get("/metrics", "--header", "Authorization: Bearer " + operator.text())
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Test
    void a_changed_file_of_users_counts_without_a_restart_and_a_faulty_one_does_not() throws IOException {
        String[] login = {"--user", "ann:" + PASSWORD};
        assertThat(get(LINKS, login).status()).isEqualTo(LET_IN);

        Files.writeString(passwords, "nonsense");
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        assertThat(get(LINKS, login).status()).isEqualTo(LET_IN);

        Files.writeString(passwords, "bob:viewer:" + passwordLine + '\n');
        await().atMost(PATIENCE).until(() -> get(LINKS, login).status() == 401);
        assertThat(get(LINKS, "--user", "bob:" + PASSWORD).status()).isEqualTo(LET_IN);
    }

    @Test
    void changed_keys_are_used_by_new_connections_on_the_same_listener() throws IOException {
        String[] trustNext = {"--cacert", nextServer.certificate().toString()};
        assertThat(get("/health/live").status()).isEqualTo(200);
        assertThatThrownBy(() -> curl("/health/live", trustNext)).isInstanceOf(IOException.class);

        // First only one of the two, as a tool that renews would do.
        Files.copy(nextServer.key(), directory.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        assertThat(get("/health/live").status()).isEqualTo(200);

        Files.copy(nextServer.certificate(), directory.resolve("tls.crt"), StandardCopyOption.REPLACE_EXISTING);
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> curl("/health/live", trustNext).status() == 200);
        assertThatThrownBy(() -> get("/health/live")).isInstanceOf(IOException.class);
    }

    @Test
    void scripts_of_listed_pages_may_call_and_others_may_change_nothing() throws IOException {
        String[] listed = {"--header", "Origin: https://ui.example.com"};
        String[] other = {"--header", "Origin: https://evil.example.com"};
        String[] login = {"--user", "ann:" + PASSWORD};

        Answer preflight =
                curl(LINKS, with(trust(), with(listed, "-X", "OPTIONS", "-H", "Access-Control-Request-Method: POST")));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.headers())
                .contains("Access-Control-Allow-Origin: https://ui.example.com", "Access-Control-Allow-Headers: Auth");
        assertThat(get(LINKS, with(login, listed)).headers())
                .contains("Access-Control-Allow-Origin: https://ui.example.com", "Vary: Origin");

        Answer refused =
                curl(LINKS, with(trust(), with(other, "-X", "OPTIONS", "-H", "Access-Control-Request-Method: POST")));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers()).doesNotContain("Access-Control-Allow");
        Answer forged = post(LINKS + "/a/stop", with(login, other));
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.json().path("detail").asText()).contains("cors.origins");
        assertThat(post(LINKS + "/a/stop", with(login, "--header", "Origin: " + bridge.url()))
                        .status())
                .isEqualTo(LET_IN);
    }

    @Test
    void every_changing_call_is_written_down_without_secrets() throws IOException {
        get(LINKS, "--user", "ann:" + PASSWORD);
        post(LINKS + "/a/start?wait=0&token=hunter3", "--header", "X-Request-Id: call-1");
        post(
                LINKS + "/a/stop",
                "--header",
                "X-Request-Id: call-2",
                "--cert",
                client.certificate().toString(),
                "--key",
                client.key().toString());
        post(
                LINKS,
                "--user",
                "ann:" + PASSWORD,
                "--header",
                "X-Request-Id: call-3",
                "--header",
                "Content-Type: application/json",
                "--data",
                "{\"id\":\"a\",\"source_cluster\":{\"security\":{\"sasl_username\":\"app\",\"sasl_pasword\":\"hunter4\"}}}");
        post(LINKS, "--user", "ann:" + PASSWORD, "--header", "X-Request-Id: call-4", "--data", "hunter5\n{}");

        await().atMost(PATIENCE).until(() -> Files.readAllLines(audit).size() == 4);
        String text = Files.readString(audit);
        assertThat(text).doesNotContain("hunter", operator.text());
        List<JsonNode> entries = new ArrayList<>();
        for (String line : Files.readAllLines(audit, UTF_8)) {
            entries.add(JSON.readTree(line));
        }
        // An entry is written when its answer is through, which may be after the next call has been answered.
        entries.sort(Comparator.comparing(entry -> entry.path("request_id").asText()));
        assertThat(entries.get(0).path("request_id").asText()).isEqualTo("call-1");
        assertThat(entries.get(0).path("status").asInt()).isEqualTo(401);
        assertThat(entries.get(0).path("user").isNull()).isTrue();
        assertThat(entries.get(0).path("action").asText()).isEqualTo("start");
        assertThat(entries.get(0).path("link").asText()).isEqualTo("a");
        assertThat(entries.get(0).path("parameters").path("query")).hasToString("{\"wait\":\"0\",\"token\":\"***\"}");
        assertThat(entries.get(1).path("user").asText()).isEqualTo("ops");
        assertThat(entries.get(1).path("role").asText()).isEqualTo("viewer");
        assertThat(entries.get(1).path("status").asInt()).isEqualTo(403);
        assertThat(entries.get(2).path("action").asText()).isEqualTo("create");
        assertThat(entries.get(2).path("status").asInt()).isEqualTo(LET_IN);
        assertThat(entries.get(2).path("time").asText()).endsWith("Z");
        assertThat(entries.get(2).path("duration_ms").isIntegralNumber()).isTrue();
        assertThat(entries.get(2).path("parameters").path("document").toString())
                .contains("\"sasl_username\":\"app\"", "\"sasl_pasword\":\"***\"");
        assertThat(entries.get(3).path("parameters").path("body").asText())
                .isEqualTo("10 bytes that are no JSON object");
    }

    private Answer get(String path, String... options) throws IOException {
        return curl(path, with(trust(), options));
    }

    private Answer post(String path, String... options) throws IOException {
        return curl(path, with(trust(), with(options, "-X", "POST")));
    }

    private static String[] trust() {
        return new String[] {"--cacert", server.certificate().toString()};
    }

    private static String[] with(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    /** @throws IOException if no answer comes */
    private Answer curl(String path, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--include", "--max-time", "20"));
        command.addAll(List.of(options));
        command.add(bridge.url() + path);
        Process curl = new ProcessBuilder(command).start();
        String text = new String(curl.getInputStream().readAllBytes(), UTF_8);
        try {
            if (curl.waitFor() != 0) {
                throw new IOException("curl ended with " + curl.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        int end = text.indexOf("\r\n\r\n");
        return new Answer(Integer.parseInt(text.split(" ", 3)[1]), text.substring(0, end), text.substring(end + 4));
    }
}
