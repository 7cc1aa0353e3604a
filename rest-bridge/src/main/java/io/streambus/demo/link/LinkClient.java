package io.streambus.demo.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The few documented calls that the demo makes. Thread-safe: holds nothing but the JDK's client, which is. */
public final class LinkClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Creating and starting wait for Connect, up to 10 s by contract; the rest is room for a busy machine. */
    private static final Duration CHANGE_TIMEOUT = Duration.ofSeconds(45);

    private static final Duration VIEW_TIMEOUT = Duration.ofSeconds(3);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final String links;

    /** @param bridgeUrl the root of the bridge's API */
    public LinkClient(String bridgeUrl) {
        this.links = bridgeUrl + "/api/v1/replication/links";
    }

    /** The URL of all links. */
    public String url() {
        return links;
    }

    /**
     * Creates the link; one of the same id from an earlier run is taken as it is.
     *
     * @return whether it was created now
     * @throws DemoLinkException if the bridge refuses, or does not answer
     */
    public boolean create(LinkDocument document) throws InterruptedException {
        HttpResponse<String> answer = change(HttpRequest.newBuilder(URI.create(links))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(document.json())));
        if (answer.statusCode() == 409 && code(answer).equals("LINK_EXISTS")) {
            return false;
        }
        return check(answer, "creating link " + document.id(), 201);
    }

    /**
     * Starts the link; fine if it runs already.
     *
     * @throws DemoLinkException if the bridge refuses, or does not answer
     */
    public void start(String id) throws InterruptedException {
        HttpResponse<String> answer = change(
                HttpRequest.newBuilder(URI.create(links + "/" + id + "/start")).POST(BodyPublishers.noBody()));
        check(answer, "starting link " + id, 200);
    }

    /** Looks at the link; bounded by some seconds. */
    public DemoLinkView view(String id) throws InterruptedException {
        try {
            HttpResponse<String> link = get(links + "/" + id);
            HttpResponse<String> metrics = get(links + "/" + id + "/metrics");
            HttpResponse<String> health = get(links + "/" + id + "/health");
            for (HttpResponse<String> answer : List.of(link, metrics, health)) {
                if (answer.statusCode() != 200) {
                    return new DemoLinkView.BridgeAway("the bridge answers " + answer.statusCode());
                }
            }
            JsonNode verdict = JSON.readTree(health.body());
            List<String> issues = new ArrayList<>();
            verdict.path("issues").forEach(issue -> issues.add(issue.asText()));
            return new DemoLinkView.Seen(
                    JSON.readTree(link.body()).path("status").asText("unknown"),
                    verdict.path("status").asText("unknown"),
                    JSON.readTree(metrics.body()).path("replication_lag").asLong(),
                    issues);
        } catch (IOException e) {
            return new DemoLinkView.BridgeAway("the bridge does not answer");
        }
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(VIEW_TIMEOUT).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> change(HttpRequest.Builder request) throws InterruptedException {
        HttpRequest call = request.timeout(CHANGE_TIMEOUT).build();
        try {
            return http.send(call, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new DemoLinkException("the bridge does not answer " + call.method() + " " + call.uri() + ": " + e, e);
        }
    }

    private static boolean check(HttpResponse<String> answer, String what, int expected) {
        if (answer.statusCode() != expected) {
            throw new DemoLinkException(what + " was answered with " + answer.statusCode() + " instead of " + expected
                    + ": " + answer.body());
        }
        return true;
    }

    private static String code(HttpResponse<String> answer) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            return (body == null ? MissingNode.getInstance() : body)
                    .path("code")
                    .asText();
        } catch (IOException noJson) {
            return "";
        }
    }
}
