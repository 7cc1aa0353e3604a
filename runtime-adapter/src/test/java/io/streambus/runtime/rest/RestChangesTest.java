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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import io.streambus.runtime.ConnectRuntime;
import io.streambus.runtime.ConnectRuntimeException.Conflict;
import io.streambus.runtime.ConnectRuntimeException.InvalidConfig;
import io.streambus.runtime.ConnectRuntimeException.Unavailable;
import io.streambus.runtime.InitialState;
import io.streambus.runtime.Permit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Changes whose response is lost or late, that are refused, or to which the right ends meanwhile. */
class RestChangesTest extends StubbedWorker {

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
    void offsetsThatTimeOutAreNotTakenForRefused() {
        worker.stubFor(delete("/connectors/a/offsets").willReturn(error(500, "Request timed out. The worker is busy")));

        assertThatThrownBy(() -> runtime(url()).deleteOffsets("a")).isInstanceOf(Unavailable.class);
    }
}
