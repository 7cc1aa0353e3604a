package io.streambus.runtime.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.streambus.runtime.InitialState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A worker that answers as a test tells it. Confined to the thread of its test. */
@Timeout(60)
abstract class StubbedWorker {

    /** For calls that shall get their answer, however busy the machine is. */
    static final RestTimeouts PATIENT =
            new RestTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));

    /** For calls that shall not. */
    static final RestTimeouts IMPATIENT =
            new RestTimeouts(Duration.ofSeconds(1), Duration.ofMillis(600), Duration.ofMillis(1_200));

    static final Duration BOUND = IMPATIENT.total().plusSeconds(5);
    static final String REBALANCE =
            "Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.";
    static final Map<String, String> CONFIG = Map.of("connector.class", "X", "topics", "orders");

    final WireMockServer worker =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    private final List<RestConnectRuntime> opened = new ArrayList<>();

    @BeforeEach
    void start() {
        worker.start();
    }

    @AfterEach
    void stop() {
        opened.forEach(RestConnectRuntime::close);
        worker.stop();
    }

    void firstThen(Supplier<MappingBuilder> call, ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
        worker.stubFor(call.get()
                .inScenario("s")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("second")
                .willReturn(first));
        worker.stubFor(call.get().inScenario("s").whenScenarioStateIs("second").willReturn(then));
    }

    static ResponseDefinitionBuilder error(int status, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(new String(
                        ConnectJson.write(Map.of("error_code", status, "message", message)), StandardCharsets.UTF_8));
    }

    static void create(RestConnectRuntime runtime) {
        runtime.create("a", CONFIG, InitialState.STOPPED);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + worker.port() + "/");
    }

    static URI nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
    }

    RestConnectRuntime runtime(URI... workers) {
        return open(PATIENT, workers);
    }

    RestConnectRuntime impatient(URI... workers) {
        return open(IMPATIENT, workers);
    }

    RestConnectRuntime open(RestTimeouts timeouts, URI... workers) {
        RestConnectRuntime runtime = new RestConnectRuntime("eu-runtime", List.of(workers), timeouts);
        opened.add(runtime);
        return runtime;
    }
}
