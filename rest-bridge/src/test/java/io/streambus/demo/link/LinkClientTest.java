package io.streambus.demo.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkClientTest {

    private static final String LINKS = "/api/v1/replication/links";
    private static final LinkDocument DOCUMENT = new LinkDocument("link-1", "{\"id\":\"link-1\"}", Set.of());

    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new HashMap<>();
    private HttpServer bridge;
    private LinkClient client;

    @BeforeEach
    void startBridge() throws IOException {
        bridge = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        bridge.createContext("/", exchange -> {
            Answer answer = answers.get(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        bridge.start();
        client = new LinkClient("http://127.0.0.1:" + bridge.getAddress().getPort());
    }

    @AfterEach
    void stopBridge() {
        bridge.stop(0);
    }

    @Test
    void aCreatedLinkIsNew() throws InterruptedException {
        answers.put("POST " + LINKS, new Answer(201, "{}"));

        assertThat(client.create(DOCUMENT)).isTrue();
    }

    @Test
    void aLinkThatExistsIsTakenUp() throws InterruptedException {
        answers.put("POST " + LINKS, new Answer(409, "{\"code\":\"LINK_EXISTS\"}"));

        assertThat(client.create(DOCUMENT)).isFalse();
    }

    @Test
    void aRefusalIsPassedOnWithWhatTheBridgeSaid() {
        answers.put("POST " + LINKS, new Answer(400, "{\"detail\":\"topics: no such thing\"}"));
        answers.put("POST " + LINKS + "/link-1/start", new Answer(503, "no worker"));

        assertThatThrownBy(() -> client.create(DOCUMENT))
                .isInstanceOf(DemoLinkException.class)
                .hasMessageContaining("400")
                .hasMessageContaining("topics: no such thing");
        assertThatThrownBy(() -> client.start("link-1"))
                .isInstanceOf(DemoLinkException.class)
                .hasMessageContaining("no worker");
    }

    @Test
    void aLinkIsSeenWithStatusHealthAndLag() throws InterruptedException {
        answers.put("GET " + LINKS + "/link-1", new Answer(200, "{\"status\":\"active\"}"));
        answers.put("GET " + LINKS + "/link-1/metrics", new Answer(200, "{\"replication_lag\":350}"));
        answers.put(
                "GET " + LINKS + "/link-1/health",
                new Answer(200, "{\"status\":\"degraded\",\"issues\":[\"lag is 70 s\"]}"));

        assertThat(client.view("link-1"))
                .isEqualTo(new DemoLinkView.Seen("active", "degraded", 350, List.of("lag is 70 s")));
    }

    @Test
    void aBridgeThatIsAwayOrInTroubleIsAnAnswerAndNotAFailure() throws InterruptedException {
        answers.put("GET " + LINKS + "/link-1", new Answer(503, "{}"));
        answers.put("GET " + LINKS + "/link-1/metrics", new Answer(503, "{}"));
        answers.put("GET " + LINKS + "/link-1/health", new Answer(503, "{}"));
        assertThat(client.view("link-1")).isEqualTo(new DemoLinkView.BridgeAway("the bridge answers 503"));

        bridge.stop(0);
        assertThat(client.view("link-1")).isEqualTo(new DemoLinkView.BridgeAway("the bridge does not answer"));
    }
}
