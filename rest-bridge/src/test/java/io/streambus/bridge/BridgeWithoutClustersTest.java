package io.streambus.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streambus.bridge.ApiClient.Answer;
import io.streambus.bridge.config.BridgeConfig;
import io.streambus.bridge.runtime.ConnectClusters;
import io.streambus.runtime.FakeConnectRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bridge whose control cluster is away: it lives, says that it is not ready, and its errors have the one form. */
class BridgeWithoutClustersTest {

    private static final String LINKS = "/api/v1/replication/links";

    private static Bridge bridge;
    private static ApiClient api;

    @BeforeAll
    static void start() throws IOException {
        bridge = start("http://127.0.0.1:0");
        api = new ApiClient(bridge.url());
    }

    @AfterAll
    static void stop() {
        bridge.close();
    }

    private static Bridge start(String listener) throws IOException {
        return start(listener, Map.of());
    }

    private static Bridge start(String listener, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.setProperty("listeners", listener);
        // Port 1 refuses connections everywhere.
        properties.setProperty("control.bootstrap.servers", "127.0.0.1:1");
        properties.setProperty("connect.url", "http://127.0.0.1:1");
        return Bridge.start(
                BridgeConfig.of(properties),
                ConnectClusters.only(new FakeConnectRuntime("connect", List.of()), Clock.systemUTC()),
                Clock.systemUTC());
    }

    @Test
    void it_is_alive_and_not_ready() {
        assertThat(api.get("/health/live").status()).isEqualTo(200);
        assertThat(api.get("/metrics").text()).contains("jvm_memory_used_bytes");

        Answer ready = api.get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.header("Retry-After")).isNotEmpty();
        assertThat(ready.json().path("code").asText()).isEqualTo("CLUSTER_UNREACHABLE");
    }

    @Test
    void it_tells_strangers_that_it_waits_and_keeps_the_reason_for_its_log() throws IOException {
        try (Bridge impatient = start("http://127.0.0.1:0", Map.of("control.default.api.timeout.ms", "1000"))) {
            ApiClient caller = new ApiClient(impatient.url());
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !caller.get("/health/ready").text().contains("is starting"));

            assertThat(caller.get("/health/ready").json().path("detail").asText())
                    .isEqualTo(
                            "the links are not known yet: the control cluster does not answer; the bridge's log has the reason");
        }
    }

    @Test
    void calls_on_links_are_answered_with_503_rather_than_denied() {
        assertThat(api.get(LINKS).status()).isEqualTo(503);
        assertThat(api.get(LINKS + "/link-1").status()).isEqualTo(503);
        assertThat(api.post(LINKS + "/link-1/start").json().path("retryable").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nowhere,404,NOT_FOUND",
        "GET,/api/v1/replication/links/a/b/c,404,NOT_FOUND",
        "PATCH,/api/v1/replication/links,405,METHOD_NOT_ALLOWED",
        "POST,/metrics,405,METHOD_NOT_ALLOWED",
        "GET,/api/v1/replication/links,503,CLUSTER_UNREACHABLE",
    })
    void every_error_is_a_problem_document(String method, String path, int status, String code) {
        assertProblem(api.send(method, path, ""), status, code, path);
    }

    @Test
    void an_accept_header_that_rules_json_out_is_406() {
        assertProblem(api.send("GET", LINKS, "", "Accept", "application/xml"), 406, "NOT_ACCEPTABLE", LINKS);
    }

    @Test
    void a_method_that_is_not_taken_is_answered_with_those_that_are() {
        assertThat(api.send("PATCH", LINKS, "").header("Allow")).contains("GET").contains("POST");
    }

    @Test
    void a_fit_request_id_is_repeated_and_another_one_replaced() {
        assertThat(api.send("GET", "/nowhere", "", "X-Request-Id", "abc-1").header("X-Request-Id"))
                .isEqualTo("abc-1");
        Answer replaced = api.send("GET", "/nowhere", "", "X-Request-Id", "a b<script>");
        assertThat(replaced.header("X-Request-Id")).matches("[0-9a-f-]{36}");
        assertThat(replaced.json().path("request_id").asText()).isEqualTo(replaced.header("X-Request-Id"));
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n', 400",
        "'GET /a\u0000b HTTP/1.1\r\nHost: x\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\n\r\n', 400",
        "'nonsense\r\n\r\n', 400",
        "'GET /a/%2e%2e/b HTTP/1.1\r\nHost: x\r\n\r\n', 400",
        "'GET /?LONG HTTP/1.1\r\nHost: x\r\n\r\n', 414",
        "'GET / HTTP/1.1\r\nHost: x\r\nX: LONG\r\n\r\n', 431",
    })
    void what_jetty_refuses_by_itself_is_a_problem_document_too(String request, int status) throws IOException {
        String answer = raw(request.replace("LONG", "x".repeat(20_000)));

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
        assertThat(answer).contains("\"status\":" + status, "\"request_id\":\"").doesNotContain("jetty", "xxxx");
    }

    /** What a page gets whose name was made to lead to this machine: it is of one origin with the bridge, so nothing but the name tells. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example.com",
                "evil.example.com:PORT",
                "localhost.evil.example.com:PORT",
                "127.0.0.1.evil.example.com:PORT",
                "localhost:PORT@evil.example.com",
                "10.0.0.1:PORT",
                "[fe80::1]:PORT",
                "0.0.0.0:PORT",
            })
    void without_logins_a_call_under_a_foreign_name_is_refused_also_one_that_reads(String host) throws IOException {
        String name = host.replace("PORT", Integer.toString(bridge.url().getPort()));
        for (String call : List.of("GET " + LINKS, "GET /metrics", "GET /health/live", "POST " + LINKS + "/a/stop")) {
            String answer = raw(call + " HTTP/1.1\r\nHost: " + name + "\r\nOrigin: http://" + name
                    + "\r\nContent-Length: 0\r\n\r\n");
            assertThat(answer).as(call).containsPattern("^HTTP/1.1 40[03]").contains("\"request_id\":\"");
            assertThat(answer).doesNotContain("evil");
        }
        String absolute = raw("GET http://" + name + LINKS + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(absolute).containsPattern("^HTTP/1.1 40[03]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:PORT",
                "localhost:4711",
                "127.0.0.1:PORT",
                "127.8.9.10",
                "[::1]:PORT",
                "[0:0:0:0:0:0:0:1]",
            })
    void without_logins_it_answers_under_every_name_of_this_machine(String host) throws IOException {
        String name = host.replace("PORT", Integer.toString(bridge.url().getPort()));

        assertThat(raw("GET " + LINKS + " HTTP/1.1\r\nHost: " + name + "\r\n\r\n"))
                .startsWith("HTTP/1.1 503");
        assertThat(raw("POST " + LINKS + "/a/stop HTTP/1.1\r\nHost: " + name + "\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 503");
    }

    @Test
    void a_page_is_the_bridges_own_only_at_its_own_port() throws IOException {
        String post = "POST " + LINKS + "/a/stop HTTP/1.1\r\nContent-Length: 0\r\nHost: localhost:";
        int port = bridge.url().getPort();

        assertThat(raw(post + port + "\r\nOrigin: http://localhost:" + port + "\r\n\r\n"))
                .startsWith("HTTP/1.1 503");
        assertThat(raw(post + port + "\r\nOrigin: http://localhost:1\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(raw(post + "1\r\nOrigin: http://localhost:1\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(raw(post + port + "\r\nOrigin: null\r\n\r\n")).startsWith("HTTP/1.1 403");
    }

    @Test
    void a_taken_port_is_refused_with_its_address() {
        URI taken = bridge.url();

        assertThatThrownBy(() -> start(taken.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(taken.toString());
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void it_closes_within_seconds_while_it_waits_for_its_control_cluster() throws IOException {
        Bridge other = start("http://127.0.0.1:0");

        other.close();
        other.close();

        assertThatThrownBy(() -> new ApiClient(other.url()).get("/health/live")).isInstanceOf(Exception.class);
    }

    static void assertProblem(Answer answer, int status, String code, String instance) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("error_code").asInt()).isEqualTo(status);
        assertThat(answer.json().path("instance").asText()).isEqualTo(instance);
        assertThat(answer.json().path("message").asText())
                .isNotEmpty()
                .isEqualTo(answer.json().path("detail").asText());
        assertThat(answer.json().path("errors").isArray()).isTrue();
        assertThat(answer.text()).doesNotContain("\tat ", "Exception");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(bridge.url().getHost(), bridge.url().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8_192];
            int read = in.read(buffer);
            while (read > 0) {
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                if (answer.indexOf("\r\n\r\n{") > 0 && answer.toString().endsWith("}")) {
                    break;
                }
                read = in.read(buffer);
            }
            return answer.toString();
        }
    }
}
