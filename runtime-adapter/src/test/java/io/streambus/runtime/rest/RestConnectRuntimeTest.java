package io.streambus.runtime.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import io.streambus.runtime.ConfigValidation;
import io.streambus.runtime.ConnectRuntimeException.NotFound;
import io.streambus.runtime.ConnectRuntimeException.Rebalancing;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import io.streambus.runtime.ConnectorStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real worker does not do on demand. */
class RestConnectRuntimeTest extends StubbedWorker {

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
        byte[] endless = new byte[Transport.MAX_RESPONSE_BYTES + 1];
        worker.stubFor(any(anyUrl()).willReturn(aResponse().withBody(endless)));
        RestConnectRuntime runtime = runtime(url());

        assertThatThrownBy(runtime::connectors)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("longer than " + Transport.MAX_RESPONSE_BYTES + " bytes");
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
        RestConnectRuntime unreachable =
                impatient(URI.create(nobody().toString().replace("//", "//" + secret)));

        assertThat(runtime.connectors()).isEmpty();
        assertThatThrownBy(runtime::plugins)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("credentials")
                .satisfies(RestConnectRuntimeTest::holdsNoSecret);
        assertThatThrownBy(unreachable::connectors)
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
}
