package io.streambus.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.access.Token;
import io.streambus.bridge.placement.Runtimes;
import io.streambus.runtime.FakeConnectRuntime;
import io.streambus.runtime.FakePlugin;
import io.streambus.runtime.PluginInfo;
import io.streambus.runtime.embedded.ClusterSpec;
import io.streambus.runtime.embedded.EmbeddedCluster;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of requests that are right, nearly right, or wrong in any way, to a bridge with a real store and clusters: it answers each in time and in
 * the form of the contract, fails at none, and afterwards is as it was. A failure names the seed; {@code -Dstreambus.fuzz.seed} repeats it.
 */
class FuzzIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LINKS = "/api/v1/replication/links";
    private static final int REQUESTS = Integer.getInteger("streambus.fuzz.requests", 4_000);
    private static final int CALLERS = 4;
    private static final int WARM_UP = 1_000;
    /** Longer than the 10 s that a call waits for a link. */
    private static final int ANSWER_MS = 15_000;

    private static final long HEAP_MARGIN = 32L << 20;
    private static final String[] PROBLEM_FIELDS = {
        "type",
        "title",
        "status",
        "detail",
        "instance",
        "code",
        "error_code",
        "message",
        "request_id",
        "retryable",
        "errors"
    };

    @TempDir
    static Path temp;

    private static EmbeddedCluster west;
    private static EmbeddedCluster east;
    private static Bridge bridge;
    private static Token token;

    private final Map<String, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        west = EmbeddedCluster.start(new ClusterSpec("us-west-1", 0, temp.resolve("west"), Map.of()));
        east = EmbeddedCluster.start(new ClusterSpec("us-east-1", 0, temp.resolve("east"), Map.of()));
        token = Token.random();
        Path tokens = Files.writeString(temp.resolve("tokens"), "fuzzer:admin:" + token.hash() + '\n');
        Properties properties = new Properties();
        properties.setProperty("listeners", "http://127.0.0.1:0");
        properties.setProperty("control.bootstrap.servers", east.bootstrapServers());
        properties.setProperty("connect.url", "http://127.0.0.1:1");
        properties.setProperty("authentication", "bearer");
        properties.setProperty("authentication.bearer.file", tokens.toString());
        properties.setProperty("audit.log.file", temp.resolve("audit.log").toString());
        bridge = Bridge.start(
                BridgeConfig.of(properties),
                Runtimes.only(
                        new FakeConnectRuntime(
                                "connect-1",
                                List.of(FakePlugin.of(
                                        "io.streambus.connect.StreamBusSourceConnector", PluginInfo.Type.SOURCE))),
                        Clock.systemUTC()),
                Clock.systemUTC());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> new ApiClient(bridge.url()).get("/health/ready").status() == 200);
    }

    @AfterAll
    static void stop() {
        bridge.close();
        west.close();
        east.close();
    }

    @Test
    void nothing_that_is_sent_breaks_the_bridge() throws Exception {
        long seed = Long.getLong("streambus.fuzz.seed", System.nanoTime());
        System.out.println("the seed of the fuzzer is " + seed);
        List<ObjectNode> documents = documents();

        send(documents, seed, WARM_UP);
        deleteAll();
        int threads = Thread.activeCount();
        long heap = heapAfterGc();
        send(documents, seed + 1_000, REQUESTS);
        deleteAll();

        System.out.println("answers: " + new TreeMap<>(statuses));
        assertThat(complaints).as("with the seed " + seed).isEmpty();
        assertThat(statuses.keySet())
                .as("what the requests reached")
                .contains("200", "201", "202", "204", "400", "401", "404", "409");
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(Thread.activeCount())
                        .as(() -> "threads: " + threadNames())
                        .isLessThanOrEqualTo(threads + 4));
        assertThat(heapAfterGc()).as("heap in use").isLessThan(heap + HEAP_MARGIN);
    }

    private void send(List<ObjectNode> documents, long seed, int requests) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Mutations mutations = new Mutations(seed + caller, documents, "Authorization: Bearer " + token.text());
                done.add(callers.submit(() -> {
                    for (int i = 0; i < requests / CALLERS; i++) {
                        judge(mutations.next());
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private void judge(Mutations.Sent sent) {
        String answer;
        try {
            answer = answer(sent.bytes());
        } catch (IOException e) {
            if (!sent.broken()) {
                complaints.add(e + " for " + sent);
            }
            statuses.computeIfAbsent(e.getClass().getSimpleName(), none -> new AtomicInteger())
                    .incrementAndGet();
            return;
        }
        if (answer.startsWith("HTTP/1.1 100")) {
            answer = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
        if (!answer.startsWith("HTTP/1.1 ")) {
            if (!sent.broken()) {
                complaints.add("no answer but '" + answer + "' to " + sent);
            }
            statuses.computeIfAbsent("none", none -> new AtomicInteger()).incrementAndGet();
            return;
        }
        String status = answer.substring(9, 12);
        statuses.computeIfAbsent(status, none -> new AtomicInteger()).incrementAndGet();
        if (status.charAt(0) == '5') {
            complaints.add(answer + "\n to " + sent);
        } else if (status.charAt(0) == '4' && !sent.head()) {
            judgeRefusal(answer, Integer.parseInt(status), sent);
        }
    }

    private void judgeRefusal(String answer, int status, Mutations.Sent sent) {
        int end = answer.indexOf("\r\n\r\n");
        String head = answer.substring(0, end);
        String rest = answer.substring(end + 4);
        try {
            // What follows is ignored: a connection carries more than one answer if what was sent reads as more than
            // one request.
            String body = head.contains("Transfer-Encoding: chunked") ? dechunked(rest) : rest;
            JsonNode problem = JSON.readTree(body);
            boolean whole = head.contains("Content-Type: application/problem+json")
                    && head.contains(
                            "X-Request-Id: " + problem.path("request_id").asText())
                    && problem.path("status").asInt() == status
                    && !body.contains("\tat ");
            for (String field : PROBLEM_FIELDS) {
                whole &= problem.hasNonNull(field);
            }
            if (!whole) {
                complaints.add("no problem body: " + answer + "\n to " + sent);
            }
        } catch (IOException e) {
            complaints.add("no JSON: " + answer + "\n to " + sent);
        }
    }

    private static String dechunked(String text) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (true) {
            int line = text.indexOf("\r\n", at);
            int length = Integer.parseInt(text.substring(at, line), 16);
            if (length == 0) {
                return whole.toString();
            }
            whole.append(text, line + 2, line + 2 + length);
            at = line + 2 + length + 2;
        }
    }

    private static String answer(byte[] request) throws IOException {
        URI url = bridge.url();
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(ANSWER_MS);
            socket.getOutputStream().write(request);
            // So that the bridge never waits for more than was sent.
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /** The files that users copy, and those of the specification, pointed at clusters that are there. */
    private static List<ObjectNode> documents() throws IOException {
        List<ObjectNode> documents = new ArrayList<>();
        for (Path directory : List.of(Path.of("../config-examples/links"), Path.of("src/test/resources/golden"))) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
                for (Path file : files) {
                    if (!file.toString().endsWith(".connectors.json")) {
                        ObjectNode document = (ObjectNode) JSON.readTree(Files.readString(file, UTF_8));
                        pointAt(document.path("source_cluster"), west);
                        pointAt(document.path("target_cluster"), east);
                        document.path("spokes").forEach(spoke -> pointAt(spoke, west));
                        document.path("clusters").forEach(cluster -> pointAt(cluster, east));
                        documents.add(document);
                    }
                }
            }
        }
        assertThat(documents).hasSizeGreaterThan(6);
        return documents;
    }

    private static void pointAt(JsonNode cluster, EmbeddedCluster real) {
        if (cluster instanceof ObjectNode object) {
            object.putArray("brokers").add(real.bootstrapServers());
            object.remove("security");
        }
    }

    private static void deleteAll() {
        ApiClient api = new ApiClient(bridge.url());
        String[] login = {"Authorization", "Bearer " + token.text()};
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            JsonNode links = api.send("GET", LINKS, "", login).json();
            for (JsonNode link : links) {
                String path = LINKS + '/' + link.path("id").asText();
                api.send("POST", path + "/stop", "", login);
                api.send("DELETE", path + "?force=true", "", login);
            }
            return links.isEmpty();
        });
    }

    private static long heapAfterGc() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static String threadNames() {
        Map<String, Integer> names = new TreeMap<>();
        Thread.getAllStackTraces()
                .keySet()
                .forEach(thread -> names.merge(thread.getName().replaceAll("\\d+", "N"), 1, Integer::sum));
        return names.toString();
    }
}
