package io.streambus.bridge.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.http.body.BodyBuffer;
import io.streambus.bridge.http.route.Route;
import io.streambus.bridge.http.route.RouteTable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the audit log says of calls whose bodies are large, or leave the link's id to the bridge. */
@Timeout(30)
class AuditTrailTest {

    private static final String LINKS = "/api/v1/replication/links";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private Server server;
    private LocalConnector connector;

    @BeforeEach
    void start() throws Exception {
        server = new Server();
        connector = new LocalConnector(server);
        server.addConnector(connector);
        BodyBuffer bodies = new BodyBuffer(
                new AuditedBodies(new Creating()),
                request -> Route.Body.DOCUMENT.mostBytes(),
                Duration.ofSeconds(10),
                8 << 20,
                64 << 20);
        server.setHandler(new AuditTrail(bodies, new RouteTable(false), lines::add, Clock.systemUTC()));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** Answers as the resource would. */
    private static final class Creating extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(201);
            response.getHeaders().put(HttpHeader.LOCATION, "http://localhost:8081" + LINKS + "/made-up-1");
            callback.succeeded();
            return true;
        }
    }

    @Test
    void a_link_that_is_created_without_an_id_is_named_as_the_bridge_did() throws Exception {
        JsonNode entry = audited("{\"type\":\"mesh\"}");

        assertThat(entry.path("action").asText()).isEqualTo("create");
        assertThat(entry.path("link").asText()).isEqualTo("made-up-1");
        assertThat(entry.path("parameters").path("document").path("type").asText())
                .isEqualTo("mesh");
    }

    @Test
    void a_long_document_tells_what_it_connects_and_no_secrets() throws Exception {
        ObjectNode document = JSON.createObjectNode().put("id", "a").put("type", "star");
        document.putObject("target_cluster")
                .put("cluster_id", "hub")
                .putArray("brokers")
                .add("hub:9092");
        document.putArray("spokes")
                .addObject()
                .put("cluster_id", "west")
                .putObject("security")
                .put("sasl_username", "app")
                .put("sasl_password", "hunter2");
        for (int i = 0; i < 2_000; i++) {
            document.withArray("topics").add("topic-" + i);
        }

        JsonNode parameters = audited(document.toString()).path("parameters");

        assertThat(parameters.path("document").path("target_cluster"))
                .hasToString("{\"cluster_id\":\"hub\",\"brokers\":[\"hub:9092\"]}");
        assertThat(parameters.path("document").path("spokes").toString())
                .contains("west", "\"sasl_username\":\"app\"", "\"sasl_password\":\"***\"");
        assertThat(parameters.path("document").has("topics")).isFalse();
        assertThat(parameters.path("document_fields").toString()).contains("topics");
        assertThat(parameters.toString()).doesNotContain("hunter2");
    }

    @Test
    void a_body_of_very_many_values_is_told_by_its_length() throws Exception {
        String body = "{\"topics\":[%s{}]}".formatted("{},".repeat(200_000));

        assertThat(audited(body).path("parameters").path("body").asText()).startsWith(Integer.toString(body.length()));
    }

    private JsonNode audited(String body) throws Exception {
        connector.getResponse("POST " + LINKS + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
        return line();
    }

    private JsonNode line() throws IOException, InterruptedException {
        return JSON.readTree(lines.poll(10, TimeUnit.SECONDS));
    }
}
