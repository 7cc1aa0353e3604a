package io.streambus.demo.link;

import static io.streambus.cli.BridgeStub.LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.streambus.cli.BridgeStub;
import io.streambus.cli.BridgeStub.Answer;
import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.RequestRefused;
import io.streambus.cli.context.BridgeUrl;
import io.streambus.cli.context.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkClientTest {

    private static final LinkDocument DOCUMENT =
            new LinkDocument(JsonNodeFactory.instance.objectNode().put("id", "link-1"));

    private BridgeStub bridge;
    private LinkClient client;

    @BeforeEach
    void startBridge() throws IOException, InterruptedException {
        bridge = new BridgeStub();
        client = new LinkClient(new BridgeClient(Context.anonymous(BridgeUrl.parse(bridge.url())), Map.of()));
    }

    @AfterEach
    void stopBridge() {
        bridge.close();
    }

    @Test
    void aCreatedLinkIsNew() throws IOException, InterruptedException {
        bridge.on("POST " + LINKS, new Answer(201, "{}"));

        assertThat(client.create(DOCUMENT)).isTrue();
        assertThat(bridge.requests().get(0).json()).isEqualTo(DOCUMENT.content());
    }

    @Test
    void aLinkThatExistsIsTakenUp() throws InterruptedException {
        bridge.on("POST " + LINKS, new Answer(409, "{\"code\":\"LINK_EXISTS\"}"));

        assertThat(client.create(DOCUMENT)).isFalse();
    }

    @Test
    void aRefusalIsPassedOnWithWhatTheBridgeSaid() {
        bridge.on(
                "POST " + LINKS,
                new Answer(400, "{\"code\":\"VALIDATION_FAILED\",\"detail\":\"topics: no such thing\"}"));
        bridge.on(
                "POST " + LINKS + "/link-1/start",
                new Answer(503, "{\"code\":\"RUNTIME_UNAVAILABLE\",\"detail\":\"no worker\"}"));

        assertThatThrownBy(() -> client.create(DOCUMENT))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("VALIDATION_FAILED")
                .hasMessageContaining("topics: no such thing");
        assertThatThrownBy(() -> client.start("link-1"))
                .isInstanceOf(RequestRefused.class)
                .hasMessageContaining("no worker");
    }

    @Test
    void aLinkIsSeenWithStatusHealthAndLag() throws InterruptedException {
        bridge.on("GET " + LINKS + "/link-1", "{\"status\":\"active\"}");
        bridge.on("GET " + LINKS + "/link-1/metrics", "{\"replication_lag\":350}");
        bridge.on("GET " + LINKS + "/link-1/health", "{\"status\":\"degraded\",\"issues\":[\"lag is 70 s\"]}");

        assertThat(client.view("link-1"))
                .isEqualTo(new DemoLinkView.Seen("active", "degraded", 350, List.of("lag is 70 s")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/metrics", "/health"})
    void aBridgeInTroubleIsAnAnswerAndNotAFailure(String part) throws InterruptedException {
        for (String each : List.of("", "/metrics", "/health")) {
            bridge.on("GET " + LINKS + "/link-1" + each, new Answer(each.equals(part) ? 503 : 200, "{}"));
        }

        assertThat(client.view("link-1")).isEqualTo(new DemoLinkView.Unavailable("the bridge answers 503"));
    }

    @Test
    void aBridgeThatIsUnreachableIsAnAnswerAndNotAFailure() throws InterruptedException {
        bridge.close();

        assertThat(client.view("link-1")).isEqualTo(new DemoLinkView.Unavailable("the bridge does not answer"));
    }
}
