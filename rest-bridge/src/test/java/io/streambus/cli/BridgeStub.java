package io.streambus.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bridge that answers as it is told and remembers what it was asked. Thread-safe: concurrent collections, and answers guarded by themselves. */
public final class BridgeStub implements AutoCloseable {

    public static final String LINKS = "/api/v1/replication/links";

    /** An answer. */
    public record Answer(int status, String body, Map<String, String> headers) {
        public Answer(int status, String body) {
            this(status, body, Map.of());
        }
    }

    /** A call that came. */
    public record Request(String call, String body, Map<String, List<String>> headers) {
        public Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst();
        }

        public JsonNode json() throws IOException {
            return new ObjectMapper().readTree(body);
        }
    }

    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public BridgeStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** Gives these answers in turn, and the last of them for ever. */
    public BridgeStub on(String call, Answer... inTurn) {
        answers.put(call, new ArrayDeque<>(List.of(inTurn)));
        return this;
    }

    /** Answers with 200 and this JSON. */
    public BridgeStub on(String call, String json) {
        return on(call, new Answer(200, json));
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** What was asked, in order. */
    public List<String> calls() {
        return requests.stream().map(Request::call).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(call, body, Map.copyOf(exchange.getRequestHeaders())));
        Answer answer = next(call);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", answer.status() < 300 ? "application/json" : "application/problem+json");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer next(String call) {
        Deque<Answer> inTurn = answers.get(call);
        if (inTurn == null) {
            return new Answer(
                    404,
                    "{\"code\":\"LINK_NOT_FOUND\",\"detail\":\"nothing is told for %s\"}"
                            .formatted(call.replace("\"", "")));
        }
        synchronized (inTurn) {
            return inTurn.size() > 1 ? inTurn.remove() : inTurn.element();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
