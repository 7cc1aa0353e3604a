package io.streambus.runtime.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.streambus.runtime.ConfigValidation;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException.Conflict;
import io.streambus.runtime.ConnectRuntimeException.InvalidConfig;
import io.streambus.runtime.ConnectRuntimeException.NotFound;
import io.streambus.runtime.ConnectRuntimeException.Rebalancing;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import io.streambus.runtime.ConnectorStatus;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.Permit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real worker does not do on demand. */
@Timeout(60)
class RestConnectRuntimeTest {

    /** For calls that shall get their answer, however busy the machine is. */
    private static final RestTimeouts PATIENT =
            new RestTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));

    /** For calls that shall not. */
    private static final RestTimeouts IMPATIENT =
            new RestTimeouts(Duration.ofSeconds(1), Duration.ofMillis(600), Duration.ofMillis(1_200));

    private static final Duration BOUND = IMPATIENT.total().plusSeconds(5);
    private static final String REBALANCE =
            "Cannot complete request momentarily due to no known leader URL, likely because a rebalance was underway.";
    private static final Map<String, String> CONFIG = Map.of("connector.class", "X", "topics", "orders");

    private final WireMockServer worker =
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

    @Test
    void aWorkerThatNobodyListensForIsUnavailableAndNamed() throws IOException {
        URI nobody = nobody();

        assertThatThrownBy(impatient(nobody)::connectors)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("eu-runtime")
                .hasMessageContaining(nobody.getAuthority());
    }

    @Test
    void theNextWorkerIsTriedAndThenPreferred() throws IOException {
        URI nobody = nobody();
        worker.stubFor(get("/connectors").willReturn(okJson("[\"a\"]")));
        RestConnectRuntime runtime = runtime(nobody, url());

        assertThat(runtime.connectors()).containsExactly("a");
        assertThat(runtime.connectors()).containsExactly("a");
        worker.verify(2, getRequestedFor(urlEqualTo("/connectors")));
    }

    @Test
    void aWorkerThatAnswersTooLateIsUnavailableInBoundedTime() {
        worker.stubFor(any(anyUrl()).willReturn(okJson("[]").withFixedDelay(30_000)));

        assertUnavailableInTime("no answer within");
    }

    @Test
    void anAnswerThatTricklesIsUnavailableInBoundedTime() {
        worker.stubFor(
                any(anyUrl()).willReturn(okJson("[\"a\",\"b\",\"c\",\"d\"]").withChunkedDribbleDelay(10, 30_000)));

        assertUnavailableInTime("no answer within");
    }

    @Test
    void aRebalanceIsWaitedOutAlsoWhereConnectCallsItAFaultOfItsOwn() {
        firstThen(
                () -> get("/connectors/a/config"),
                error(500, "Request cannot be completed because a rebalance is expected"),
                okJson("{\"topics\": \"orders\"}"));

        assertThat(runtime(url()).config("a")).containsEntry("topics", "orders");
    }

    @Test
    void aConnectionThatBreaksIsUnavailable() {
        worker.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

        assertUnavailableInTime("connection");
    }

    private void assertUnavailableInTime(String reason) {
        long start = System.nanoTime();
        assertThatThrownBy(impatient(url())::connectors)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(url().getAuthority());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }

    @Test
    void anAnswerBeyondTheBoundIsUnavailable() {
        byte[] endless = new byte[Transport.MAX_ANSWER_BYTES + 1];
        worker.stubFor(any(anyUrl()).willReturn(aResponse().withBody(endless)));
        RestConnectRuntime runtime = runtime(url());

        assertThatThrownBy(runtime::connectors)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("longer than " + Transport.MAX_ANSWER_BYTES + " bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>login hunter2</html>",
                "[\"a\"",
                "{}",
                "\"a\"",
                "[] hunter2",
                "null",
                "{\"message\":1}"
            })
    void whatIsNotConnectsIsUnavailableAndNotQuoted(String body) {
        worker.stubFor(any(anyUrl()).willReturn(aResponse().withBody(body)));
        RestConnectRuntime runtime = runtime(url());

        assertNotConnects(runtime::connectors);
        assertNotConnects(runtime::plugins);
        assertNotConnects(() -> runtime.status("a"));
        assertNotConnects(() -> runtime.offsets("a"));
        assertNotConnects(() -> runtime.validate(CONFIG));
    }

    private static void assertNotConnects(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("not Connect's")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"state\":\"RUNNING\"}]}",
                "{\"connector\":{\"state\":\"RUNNING\"},\"tasks\":[{\"id\":-1,\"state\":\"RUNNING\"}]}",
                "{\"connector\":{},\"tasks\":[]}",
                "{\"connector\":{\"state\":\"RUNNING\"}}"
            })
    void aStatusThatLacksWhatMattersIsUnavailable(String body) {
        worker.stubFor(any(anyUrl()).willReturn(okJson(body)));

        assertNotConnects(() -> runtime(url()).status("a"));
    }

    @Test
    void aStatusOfANewerConnectIsReadAsFarAsItIsKnown() {
        worker.stubFor(
                get("/connectors/a/status")
                        .willReturn(
                                okJson(
                                        "{\"name\":\"a\",\"new\":1,\"connector\":{\"state\":\"DREAMING\",\"worker_id\":\"w\"},"
                                                + "\"tasks\":[{\"id\":0,\"state\":\"FAILED\",\"worker_id\":\"w\",\"trace\":\"boom\"}]}")));

        ConnectorStatus status = runtime(url()).status("a");

        assertThat(status.connector().state()).isEqualTo(ConnectorStatus.State.UNKNOWN);
        assertThat(status.tasks().get(0).instance().trace()).contains("boom");
    }

    @Test
    void aWorkersOwnFaultIsUnavailableAtOnceAndItsMessageShortened() {
        worker.stubFor(any(anyUrl()).willReturn(error(500, "Request timed out. " + "x".repeat(10_000))));

        assertThatThrownBy(runtime(url())::connectors)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("status 500, Request timed out.")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        worker.verify(1, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void aGatewaysFaultIsTriedAgain(int status) {
        firstThen(() -> get("/connectors"), aResponse().withStatus(status), okJson("[\"a\"]"));

        assertThat(runtime(url()).connectors()).containsExactly("a");
    }

    @Test
    void aWorkerThatIsStartingIsTriedAgain() {
        firstThen(() -> get("/connectors"), aResponse().withStatus(404).withBody("<html>"), okJson("[\"a\"]"));

        assertThat(runtime(url()).connectors()).containsExactly("a");
    }

    @Test
    void aRebalanceIsWaitedOut() {
        firstThen(
                () -> put("/connectors/a/pause"),
                error(409, REBALANCE),
                aResponse().withStatus(202));

        assertThatCode(() -> runtime(url()).pause("a")).doesNotThrowAnyException();
    }

    @Test
    void aRebalanceThatDoesNotEndIsToldAsOne() {
        worker.stubFor(any(anyUrl()).willReturn(error(409, REBALANCE)));
        long start = System.nanoTime();

        assertThatThrownBy(() -> impatient(url()).pause("a"))
                .isInstanceOfSatisfying(
                        Rebalancing.class, e -> assertThat(e.retryAfter()).isPositive())
                .hasMessageContaining("eu-runtime");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(IMPATIENT.total().dividedBy(2), BOUND);
    }

    @Test
    void aRebalanceWhileCreatingIsNoConflict() {
        worker.stubFor(get("/connectors/a").willReturn(okJson("{}")));
        firstThen(() -> post("/connectors"), error(409, REBALANCE), aResponse().withStatus(201));

        assertThatCode(() -> create(runtime(url()))).doesNotThrowAnyException();
    }

    @Test
    void aChangeIsNotRepeatedOnceTheRightToItIsOver() {
        worker.stubFor(any(anyUrl()).willReturn(error(409, REBALANCE)));
        ConnectRuntime led = runtime(url()).within(untilAsked(postRequestedFor(anyUrl())));

        assertThatThrownBy(() -> led.create("a", CONFIG, InitialState.STOPPED))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("has lost the right to change it")
                .hasMessageContaining(REBALANCE);
        worker.verify(1, postRequestedFor(anyUrl()));
    }

    @Test
    void aConfigurationThatWasReadIsNotWrittenOnceTheRightToThatIsOver() {
        worker.stubFor(get("/connectors/a/config").willReturn(okJson("{\"name\":\"a\",\"topics\":\"users\"}")));
        worker.stubFor(patch(urlEqualTo("/connectors/a/config")).willReturn(okJson("{}")));
        ConnectRuntime led = runtime(url()).within(untilAsked(getRequestedFor(anyUrl())));

        assertThatThrownBy(() -> led.putConfig("a", CONFIG)).isInstanceOf(Unavailable.class);
        worker.verify(0, patchRequestedFor(anyUrl()));
    }

    @Test
    void aChangeWhoseAnswerIsWaitedForIsGivenUpWhenTheRightToItEnds() {
        worker.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(30_000)));
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        ConnectRuntime led = runtime(url()).within(() -> Duration.ofNanos(end - System.nanoTime()));

        assertThatThrownBy(() -> led.pause("a"))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("no answer before the right to change something ended");
        worker.verify(1, putRequestedFor(anyUrl()));
    }

    @Test
    void aChangeMayTakeLongerThanTheRightToItLastsIfThatIsProlongedMeanwhile() {
        worker.stubFor(any(anyUrl()).willReturn(okJson("{}").withFixedDelay(1_000)));
        ConnectRuntime led = runtime(url()).within(() -> Duration.ofMillis(100));

        assertThatCode(() -> led.pause("a")).doesNotThrowAnyException();
        worker.verify(1, putRequestedFor(anyUrl()));
    }

    @Test
    void whatChangesNothingTakesNoRight() {
        worker.stubFor(get("/connectors").willReturn(okJson("[\"a\"]")));
        worker.stubFor(put("/connector-plugins/X/config/validate").willReturn(okJson("{\"configs\":[]}")));
        ConnectRuntime late = runtime(url()).within(() -> Duration.ZERO);

        assertThat(late.connectors()).containsExactly("a");
        assertThat(late.validate(CONFIG).valid()).isTrue();
    }

    private Permit untilAsked(RequestPatternBuilder request) {
        return () -> worker.findAll(request).isEmpty() ? Duration.ofMinutes(1) : Duration.ZERO;
    }

    @Test
    void aNameThatIsTakenIsAConflictWithoutFurtherCalls() {
        worker.stubFor(post("/connectors").willReturn(error(409, "Connector a already exists")));

        assertThatThrownBy(() -> create(runtime(url()))).isInstanceOf(Conflict.class);
        worker.verify(1, postRequestedFor(anyUrl()));
        worker.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void aCreationWhoseAnswerWasLostIsNoConflict() {
        RestTimeouts quick = new RestTimeouts(PATIENT.connect(), Duration.ofSeconds(2), PATIENT.total());
        firstThen(
                () -> post("/connectors"),
                aResponse().withStatus(201).withFixedDelay(30_000),
                error(409, "Connector a already exists"));
        worker.stubFor(get("/connectors/a/config")
                .willReturn(okJson("{\"name\":\"a\",\"connector.class\":\"X\",\"topics\":\"orders\"}")));
        worker.stubFor(get("/connectors/a").willReturn(okJson("{}")));

        assertThatCode(() -> create(open(quick, url()))).doesNotThrowAnyException();
    }

    @Test
    void somebodyElsesConnectorIsAConflictAlsoAfterALostAnswer() {
        firstThen(
                () -> post("/connectors"),
                aResponse().withFault(Fault.EMPTY_RESPONSE),
                error(409, "Connector a already exists"));
        worker.stubFor(get("/connectors/a/config")
                .willReturn(okJson("{\"name\":\"a\",\"connector.class\":\"X\",\"topics\":\"users\"}")));

        assertThatThrownBy(() -> create(runtime(url()))).isInstanceOf(Conflict.class);
    }

    @Test
    void aDeletionWhoseAnswerWasLostIsNotMissing() {
        worker.stubFor(get("/connectors/a").willReturn(error(404, "Connector a not found")));
        firstThen(
                () -> delete("/connectors/a"),
                aResponse().withFault(Fault.EMPTY_RESPONSE),
                error(404, "Connector a not found"));

        assertThatCode(() -> runtime(url()).delete("a")).doesNotThrowAnyException();
        worker.verify(2, deleteRequestedFor(anyUrl()));
    }

    @Test
    void aMissingConnectorAndAWrongAddressAreToldApart() {
        worker.stubFor(get("/connectors/a/config").willReturn(error(404, "Connector a not found")));
        worker.stubFor(get("/base/connectors/a/config").willReturn(error(404, "HTTP 404 Not Found")));

        assertThatThrownBy(() -> runtime(url()).config("a")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> impatient(url().resolve("/base/")).config("a")).isInstanceOf(Unavailable.class);
    }

    @Test
    void credentialsOfAnAddressAreSentAndNeverShown() throws IOException {
        worker.stubFor(get("/connectors").withBasicAuth("bridge", "hunt+er 2").willReturn(okJson("[]")));
        worker.stubFor(get("/connector-plugins").willReturn(aResponse().withStatus(401)));
        String secret = "bridge:hunt+er%202@";
        RestConnectRuntime runtime = runtime(URI.create(url().toString().replace("//", "//" + secret)));
        RestConnectRuntime away = impatient(URI.create(nobody().toString().replace("//", "//" + secret)));

        assertThat(runtime.connectors()).isEmpty();
        assertThatThrownBy(runtime::plugins)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("credentials")
                .satisfies(RestConnectRuntimeTest::holdsNoSecret);
        assertThatThrownBy(away::connectors)
                .isInstanceOf(Unavailable.class)
                .satisfies(RestConnectRuntimeTest::holdsNoSecret);
    }

    private static void holdsNoSecret(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("hunt").doesNotContain("bridge");
        }
    }

    @Test
    void aRedirectionIsNotFollowed() {
        worker.stubFor(get("/connectors").willReturn(aResponse().withStatus(302).withHeader("Location", "/elsewhere")));

        assertThatThrownBy(runtime(url())::connectors)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("redirection");
        worker.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void theListOfEveryPluginIsNotPassedOn() {
        String list = "PluginDesc{klass=class org.example.Some}, ".repeat(150);
        worker.stubFor(any(anyUrl())
                .willReturn(error(
                        400,
                        "Failed to find any class that implements Connector and which name matches X,"
                                + " available connectors are: " + list)));

        assertThatThrownBy(() -> create(runtime(url())))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("name matches X")
                .hasMessageNotContaining("PluginDesc");
    }

    @Test
    void aRefusalStandsThoughItsReasonsCannotBeHadOneByOne() {
        worker.stubFor(post("/connectors")
                .willReturn(error(
                        400, "Connector configuration is invalid and contains the following 1 error(s):\nbad orders")));
        worker.stubFor(put("/connector-plugins/X/config/validate")
                .willReturn(aResponse().withStatus(500)));

        assertThatThrownBy(() -> create(runtime(url())))
                .isInstanceOfSatisfying(
                        InvalidConfig.class, e -> assertThat(e.faults()).isEmpty())
                .hasMessageContaining("bad orders");
    }

    @Test
    void aDeclaredPasswordIsTakenOutOfWhatAPluginSaysOfIt() {
        worker.stubFor(put("/connector-plugins/X/config/validate")
                .willReturn(okJson("{\"configs\":[{\"definition\":{\"name\":\"pin\",\"type\":\"PASSWORD\"},"
                        + "\"value\":{\"name\":\"pin\",\"errors\":[\"Invalid value 4711-4711 for pin\"]}}]}")));

        assertThat(runtime(url())
                        .validate(Map.of("connector.class", "X", "pin", "4711-4711"))
                        .faults())
                .containsExactly(new ConfigValidation.Fault("pin", "Invalid value *** for pin"));
    }

    @Test
    void offsetsThatTimeOutAreNotTakenForRefused() {
        worker.stubFor(delete("/connectors/a/offsets").willReturn(error(500, "Request timed out. The worker is busy")));

        assertThatThrownBy(() -> runtime(url()).deleteOffsets("a")).isInstanceOf(Unavailable.class);
    }

    @Test
    void anInterruptedCallEndsAndKeepsTheInterrupt() {
        worker.stubFor(any(anyUrl()).willReturn(okJson("[]").withFixedDelay(30_000)));
        RestConnectRuntime runtime = runtime(url());

        CompletableFuture<Boolean> keptInterrupt = CompletableFuture.supplyAsync(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(runtime::connectors).isInstanceOf(Unavailable.class);
            return Thread.interrupted();
        });

        assertThat(keptInterrupt.join()).isTrue();
    }

    @Test
    void aClosedClientAnswersNothingAndLeavesNoThreads() {
        worker.stubFor(get("/connectors").willReturn(okJson("[]")));
        RestConnectRuntime runtime = new RestConnectRuntime("closing", List.of(url()), PATIENT);
        runtime.connectors();
        assertThat(threads()).isNotEmpty();

        runtime.close();
        runtime.close();

        assertThatThrownBy(runtime::connectors).isInstanceOf(Unavailable.class).hasMessageContaining("closed");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(thread -> thread.startsWith("connect-rest-closing"))
                .toList();
    }

    private void firstThen(
            Supplier<MappingBuilder> call, ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
        worker.stubFor(call.get()
                .inScenario("s")
                .whenScenarioStateIs(Scenario.STARTED)
                .willSetStateTo("second")
                .willReturn(first));
        worker.stubFor(call.get().inScenario("s").whenScenarioStateIs("second").willReturn(then));
    }

    private static ResponseDefinitionBuilder error(int status, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(new String(
                        ConnectJson.write(Map.of("error_code", status, "message", message)), StandardCharsets.UTF_8));
    }

    private static void create(RestConnectRuntime runtime) {
        runtime.create("a", CONFIG, InitialState.STOPPED);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + worker.port() + "/");
    }

    private static URI nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
    }

    private RestConnectRuntime runtime(URI... workers) {
        return open(PATIENT, workers);
    }

    private RestConnectRuntime impatient(URI... workers) {
        return open(IMPATIENT, workers);
    }

    private RestConnectRuntime open(RestTimeouts timeouts, URI... workers) {
        RestConnectRuntime runtime = new RestConnectRuntime("eu-runtime", List.of(workers), timeouts);
        opened.add(runtime);
        return runtime;
    }
}
