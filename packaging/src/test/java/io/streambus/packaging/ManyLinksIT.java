package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a bridge costs with many links of which 20 run, measured from outside: the packaged process with the launcher's own options. 100 links by
 * default; the soak profile goes on to 1,000, prints both side by side and holds the limits in time, which want a machine with nothing else to do.
 * CPU times tell the same on a busy one.
 */
class ManyLinksIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RUNNING = 20;
    /** The number of links that the limits in time are promised for. */
    private static final int PROMISED = 1_000;

    private static final int LISTINGS = 200;
    private static final int WARM_UP = 50;
    private static final int CALLERS = 8;
    private static final Duration IDLE = Duration.ofSeconds(5);

    @TempDir
    Path temp;

    /**
     * What was measured of one bridge.
     *
     * @param readyMs from the start of the process
     * @param readyCpuMs what the process has computed until then
     * @param firstListMs the first list, of a process that has just started
     * @param p50Ms of lists one after the other, once the process is warm
     * @param listCpuMs what the process computes for one of them
     * @param peakMb the most memory that the process has had resident
     * @param idleCpu in percent of one core while nobody calls
     */
    private record Figures(
            int links,
            long readyMs,
            long readyCpuMs,
            double firstListMs,
            double p50Ms,
            double p99Ms,
            double listCpuMs,
            long peakMb,
            double idleCpu) {

        static final String TITLE = "%8s %10s %10s %14s %12s %12s %12s %10s %10s%n"
                .formatted(
                        "links",
                        "ready ms",
                        "its CPU ms",
                        "first list ms",
                        "list p50 ms",
                        "list p99 ms",
                        "its CPU ms",
                        "peak MB",
                        "idle CPU %");

        String row() {
            return "%,8d %,10d %,10d %14.1f %12.1f %12.1f %12.1f %,10d %10.1f%n"
                    .formatted(links, readyMs, readyCpuMs, firstListMs, p50Ms, p99Ms, listCpuMs, peakMb, idleCpu);
        }
    }

    @Test
    void aBridgeWithManyLinksIsSoonReadyAnswersFastAndStaysSmall() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory and CPU of a process are read from /proc");
        StringBuilder table = new StringBuilder(Figures.TITLE);
        try (RunningDemo demo = RunningDemo.start(temp)) {
            Http api = new Http(demo.bridge());
            createTopic(demo);
            assertThat(demo.bridgeProcess().destroyForcibly()).isTrue();
            String command = demo.process()
                    .awaitOutput("The bridge has ended .*\\R +(.*bridge --config .*)", PATIENCE)
                    .group(1);
            int created = 0;
            for (int links : sizes()) {
                try (StreamBusProcess filler = bridge(command)) {
                    awaitReady(filler, api);
                    create(api, demo, created, links);
                    start(api, created);
                    created = links;
                }
                Figures figures = measured(command, api, links);
                table.append(figures.row());
                System.out.print(links == sizes().get(0) ? table : figures.row());

                assertThat(figures.peakMb()).as("memory\n%s", table).isLessThan(512);
                if (links >= PROMISED) {
                    assertThat(figures.readyMs()).as("ready\n%s", table).isLessThan(10_000);
                    assertThat(figures.p99Ms()).as("list\n%s", table).isLessThan(100);
                }
            }
        }
    }

    private static List<Integer> sizes() {
        return Arrays.stream(System.getProperty("streambus.links", "100").split(",", -1))
                .map(Integer::valueOf)
                .toList();
    }

    private static void createTopic(RunningDemo demo) throws Exception {
        try (Admin admin = Clients.admin(demo.west())) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private StreamBusProcess bridge(String command) throws IOException {
        return StreamBusProcess.start(List.of("bash", "-c", "exec " + command), temp, Map.of());
    }

    private static void awaitReady(StreamBusProcess bridge, Http api) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> !bridge.isAlive() || api.get("/health/ready").status() == 200);
        assertThat(bridge.isAlive()).as(bridge.output()).isTrue();
    }

    private static void create(Http api, RunningDemo demo, int from, int to) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<Http.Answer>> answers = new ArrayList<>();
            for (int i = from; i < to; i++) {
                String document = document(demo, i);
                answers.add(callers.submit(() -> api.post(LINKS, document)));
            }
            for (Future<Http.Answer> answer : answers) {
                assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(201);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static String document(RunningDemo demo, int number) {
        ObjectNode link = Http.JSON
                .createObjectNode()
                .put("id", "link-" + number)
                .put("name", "Link " + number)
                .put("type", "active-passive")
                .put("topic_prefix", "link-" + number + '.');
        link.putObject("source_cluster")
                .put("cluster_id", "us-west-1")
                .putArray("brokers")
                .add(demo.west());
        link.putObject("target_cluster")
                .put("cluster_id", "us-east-1")
                .putArray("brokers")
                .add(demo.east());
        link.putArray("topics").add("orders");
        return link.toString();
    }

    /** The first links run; those of an earlier size do already. */
    private static void start(Http api, int created) throws Exception {
        for (int i = 0; i < RUNNING && created == 0; i++) {
            assertThat(api.post(LINKS + "/link-" + i + "/start?wait=0", "").status())
                    .isEqualTo(202);
        }
        awaitActive(api);
    }

    private static void awaitActive(Http api) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(api.get(LINKS + "?status=active").json()).hasSize(RUNNING));
    }

    private Figures measured(String command, Http api, int links) throws Exception {
        long started = System.nanoTime();
        try (StreamBusProcess bridge = bridge(command)) {
            awaitReady(bridge, api);
            long readyMs = (System.nanoTime() - started) / 1_000_000;
            long readyCpuMs = cpuTicks(bridge.pid()) * 10;
            double first = listMs(api, links);
            awaitActive(api);
            IntStream.range(0, WARM_UP).forEach(i -> listMs(api, links));
            long listing = cpuTicks(bridge.pid());
            double[] times = IntStream.range(0, LISTINGS)
                    .mapToDouble(i -> listMs(api, links))
                    .sorted()
                    .toArray();
            double listCpuMs = (cpuTicks(bridge.pid()) - listing) * 10.0 / LISTINGS;
            double cpu = cpuPercent(bridge.pid());
            return new Figures(
                    links,
                    readyMs,
                    readyCpuMs,
                    first,
                    times[LISTINGS / 2],
                    times[LISTINGS * 99 / 100 - 1],
                    listCpuMs,
                    peakMb(bridge.pid()),
                    cpu);
        }
    }

    private static double listMs(Http api, int links) {
        long begin = System.nanoTime();
        try {
            Http.Answer answer = api.get(LINKS);
            double ms = (System.nanoTime() - begin) / 1e6;
            assertThat(answer.json()).hasSize(links);
            return ms;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static double cpuPercent(long pid) throws IOException {
        long begin = System.nanoTime();
        long ticks = cpuTicks(pid);
        await().pollInterval(Duration.ofMillis(100)).until(() -> System.nanoTime() - begin >= IDLE.toNanos());
        // A tick of /proc is 10 ms.
        return (cpuTicks(pid) - ticks) * 10e6 / (System.nanoTime() - begin) * 100;
    }

    /** User and system time, the 14th and 15th field; the 2nd is in parentheses. */
    private static long cpuTicks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static long peakMb(long pid) throws IOException {
        Matcher peak =
                Pattern.compile("VmHWM:\\s+(\\d+) kB").matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        assertThat(peak.find()).isTrue();
        return Long.parseLong(peak.group(1)) / 1024;
    }
}
