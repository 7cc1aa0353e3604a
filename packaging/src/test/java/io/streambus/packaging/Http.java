package io.streambus.packaging;

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
import java.util.Optional;

/** What a user does with curl. Thread-safe: the JDK's client is. */
public final class Http {

    public static final ObjectMapper JSON = new ObjectMapper();

    /**
     * An answer.
     *
     * @param json the body; missing where there is none
     */
    public record Answer(int status, String text, JsonNode json) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final String root;
    private final Optional<String> authorization;

    public Http(String root) {
        this.root = root;
        this.authorization = Optional.empty();
    }

    /** @param authorization the header's value */
    public Http(String root, String authorization) {
        this.root = root;
        this.authorization = Optional.of(authorization);
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    public Answer post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    public Answer send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        authorization.ifPresent(login -> request.header("Authorization", login));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(
                response.statusCode(),
                response.body(),
                json ? JSON.readTree(response.body()) : MissingNode.getInstance());
    }
}
