package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of requests that are right, nearly right, or wrong in any way, to the packaged bridge with a worker and clusters: it answers each in time
 * and in the form of the contract, fails at none, and afterwards is as it was: links, connectors, threads and memory. A failure names the seed; {@code -Dstreambus.fuzz.seed} repeats it.
 */
class FuzzIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final int REQUESTS = Integer.getInteger("streambus.fuzz.requests", 1_000);
    private static final int CALLERS = 4;
    private static final int WARM_UP = 500;
    /** Longer than the 10 s that a call waits for a link. */
    private static final int ANSWER_MS = 15_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double MB = 1 << 20;
    private static final double HEAP_MARGIN = 12 * MB;
    private static final int THREAD_MARGIN = 4;
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
    Path temp;

    private final Map<String, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

    @Test
    void nothing_that_is_sent_breaks_the_bridge() throws Exception {
        long seed = Long.getLong("streambus.fuzz.seed", System.nanoTime());
        System.out.println("the seed of the fuzzer is -Dstreambus.fuzz.seed=" + seed);
        try (RunningDemo demo = RunningDemo.start(temp)) {
            List<ObjectNode> documents = documents(demo);
            int port = FreePorts.base();
            URI url = URI.create("http://127.0.0.1:" + port);
            String token = token();
            try (StreamBusProcess bridge = StreamBusProcess.start(
                    temp, "bridge", "--config", config(demo, port).toString())) {
                Http api = new Http(url.toString(), "Bearer " + token);
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> api.get("/health/ready").status() == 200);

                send(url, token, documents, seed, WARM_UP);
                deleteAll(api);
                double threads = Jvm.threads(api);
                double heap = Jvm.heapAfterGc(bridge.pid(), api);
                send(url, token, documents, seed + 1_000, REQUESTS);
                deleteAll(api);

                System.out.println("answers: " + new TreeMap<>(statuses));
                assertThat(bridge.isAlive()).as(bridge.output()).isTrue();
                assertThat(complaints).as("with the seed " + seed).isEmpty();
                assertThat(statuses.keySet())
                        .as("what the requests reached")
                        .contains("200", "201", "202", "204", "400", "401", "404", "409");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(Jvm.threads(api))
                                .as("threads")
                                .isLessThanOrEqualTo(threads + THREAD_MARGIN));
                double heapAfter = Jvm.heapAfterGc(bridge.pid(), api);
                System.out.printf(
                        "threads %.0f, then %.0f; heap %.1f MB, then %.1f MB%n",
                        threads, Jvm.threads(api), heap / MB, heapAfter / MB);
                assertThat(heapAfter).as("heap in use").isLessThan(heap + HEAP_MARGIN);
                assertThat(new Http(demo.worker()).get("/connectors").json())
                        .as("connectors left over")
                        .isEmpty();
            }
        }
    }

    /** Makes a login as users do: the first line is the token, the second belongs into the bridge's file. */
    private String token() throws Exception {
        try (StreamBusProcess made =
                StreamBusProcess.start(temp, "create-token", "--user", "fuzzer", "--role", "admin")) {
            assertThat(made.exitCode(PATIENCE)).as(made.output()).isZero();
            List<String> lines = made.output().lines().toList();
            Files.writeString(temp.resolve("tokens"), lines.get(1) + '\n');
            return lines.get(0);
        }
    }

    private Path config(RunningDemo demo, int port) throws IOException {
        return Files.writeString(temp.resolve("bridge.properties"), """
                listeners=http://127.0.0.1:%d
                control.bootstrap.servers=%s
                connect.url=%s
                links.topic=fuzzed.links
                authentication=bearer
                authentication.bearer.file=%s
                audit.log.file=%s
                """.formatted(
                        port, demo.east(), demo.worker(), temp.resolve("tokens"), temp.resolve("audit.log")));
    }

    private void send(URI url, String token, List<ObjectNode> documents, long seed, int requests) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Mutations mutations = new Mutations(seed + caller, documents, "Authorization: Bearer " + token);
                done.add(callers.submit(() -> {
                    for (int i = 0; i < requests / CALLERS; i++) {
                        judge(url, mutations.next());
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

    private void judge(URI url, Mutations.Sent sent) {
        String answer;
        try {
            answer = answer(url, sent.bytes());
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
            JsonNode problem = Http.JSON.readTree(body);
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

    private static String answer(URI url, byte[] request) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(ANSWER_MS);
            socket.getOutputStream().write(request);
            // So that the bridge never waits for more than was sent.
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /** The files that users copy, and those of the specification, pointed at clusters that are there. */
    private static List<ObjectNode> documents(RunningDemo demo) throws IOException {
        Path golden = Dist.examples().resolveSibling("rest-bridge/src/test/resources/golden");
        List<ObjectNode> documents = new ArrayList<>();
        for (Path directory : List.of(Dist.examples().resolve("links"), golden)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
                for (Path file : files) {
                    if (!file.toString().endsWith(".connectors.json")) {
                        ObjectNode document = (ObjectNode) Http.JSON.readTree(Files.readString(file));
                        pointAt(document.path("source_cluster"), demo.west());
                        pointAt(document.path("target_cluster"), demo.east());
                        document.path("spokes").forEach(spoke -> pointAt(spoke, demo.west()));
                        document.path("clusters").forEach(cluster -> pointAt(cluster, demo.east()));
                        documents.add(document);
                    }
                }
            }
        }
        assertThat(documents).hasSizeGreaterThan(12);
        return documents;
    }

    private static void pointAt(JsonNode cluster, String brokers) {
        if (cluster instanceof ObjectNode object) {
            object.putArray("brokers").add(brokers);
            object.remove("security");
        }
    }

    private static void deleteAll(Http api) {
        await().atMost(PATIENCE).until(() -> {
            JsonNode links = api.get(LINKS).json();
            for (JsonNode link : links) {
                String path = LINKS + '/' + link.path("id").asText();
                api.post(path + "/stop", "");
                api.send("DELETE", path + "?force=true", "");
            }
            return links.isEmpty();
        });
    }

    /** The bridge's process, as its own metrics tell of it. */
    private static final class Jvm {

        static double threads(Http api) throws IOException, InterruptedException {
            return sum(api, "jvm_threads_live_threads");
        }

        /** In bytes. */
        static double heapAfterGc(long pid, Http api) throws IOException, InterruptedException {
            for (int i = 0; i < 2; i++) {
                Process collect = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                        .toString(),
                                String.valueOf(pid),
                                "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                assertThat(collect.waitFor()).as("jcmd GC.run").isZero();
            }
            return sum(api, "jvm_memory_used_bytes{area=\"heap\"");
        }

        private static double sum(Http api, String start) throws IOException, InterruptedException {
            double[] values = api.get("/metrics")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .toArray();
            assertThat(values).as(start).isNotEmpty();
            return Arrays.stream(values).sum();
        }
    }
}
