package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several users call, each on a link of his own; in the midst of it the bridge is killed, and a new one must make sense of what it finds. */
class BridgeKilledAtRandomIT {

    private static final String LINKS = "/api/v1/replication/links";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KILLS = Integer.getInteger("streambus.bridge.kills", 5);
    private static final long SEED = Long.getLong("streambus.seed", System.nanoTime());
    private static final int LATEST_KILL_MS = 2_500;

    @TempDir
    Path temp;

    @Test
    void afterEachKillEveryLinkIsWhereItsUserPutItAndConnectAgrees() throws Exception {
        System.out.println("seed of the kills: -Dstreambus.seed=" + SEED);
        Random random = new Random(SEED);
        try (RunningDemo demo = RunningDemo.start(temp)) {
            Http connect = new Http(demo.worker());
            List<User> users = users(demo, random);
            for (int kill = 0; kill <= KILLS; kill++) {
                int port = FreePorts.base();
                Path config = config(demo, port);
                try (StreamBusProcess bridge = StreamBusProcess.start(temp, "bridge", "--config", config.toString())) {
                    Http api = new Http("http://127.0.0.1:" + port);
                    await().atMost(PATIENCE)
                            .ignoreExceptions()
                            .until(() -> api.get("/health/ready").status() == 200);
                    verify(users, api, connect, "seed " + SEED + ", after kill " + kill);
                    if (kill == KILLS) {
                        break;
                    }
                    List<Thread> calls = users.stream()
                            .map(user -> new Thread(() -> user.callUntilTheBridgeIsGone(api)))
                            .toList();
                    calls.forEach(Thread::start);
                    if (kill % 2 == 1) {
                        // On a busy machine none may come through before so early a kill.
                        int before = acknowledged(users);
                        await().atMost(PATIENCE).until(() -> acknowledged(users) > before);
                    }
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_KILL_MS));
                    bridge.kill();
                    for (Thread each : calls) {
                        each.join();
                    }
                }
            }
            assertThat(acknowledged(users)).as("calls that came through").isPositive();
        }
    }

    private static int acknowledged(List<User> users) {
        return users.stream().mapToInt(user -> user.acknowledged.get()).sum();
    }

    private static void verify(List<User> users, Http api, Http connect, String when) {
        // What holds for a moment only is on its way to something else.
        await(when).during(Duration.ofSeconds(1)).atMost(PATIENCE).untilAsserted(() -> {
            Set<String> expected = new TreeSet<>();
            for (User user : users) {
                user.compare(api.get(LINKS + '/' + user.id), connect, expected);
            }
            Set<String> found = new TreeSet<>();
            connect.get("/connectors").json().forEach(name -> found.add(name.asText()));
            assertThat(found).as("connectors, none lost and none left over").isEqualTo(expected);
            assertThat(api.get(LINKS).json()).as("links, none doubled").hasSize((int)
                    users.stream().filter(user -> user.seen != State.ABSENT).count());
        });
        users.forEach(User::believe);
    }

    private Path config(RunningDemo demo, int port) throws IOException {
        return Files.writeString(
                temp.resolve("bridge-" + port + ".properties"),
                "listeners=http://127.0.0.1:" + port + "\ncontrol.bootstrap.servers=" + demo.east() + "\nconnect.url="
                        + demo.worker() + "\nlinks.topic=killed.links\nobserve.interval.ms=1000\n");
    }

    private static List<User> users(RunningDemo demo, Random random) {
        String west = "{\"cluster_id\":\"w\",\"brokers\":[\"" + demo.west() + "\"]}";
        String east = "{\"cluster_id\":\"e\",\"brokers\":[\"" + demo.east() + "\"]}";
        String pair = "\"source_cluster\":" + west + ",\"target_cluster\":" + east;
        List<User> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String id = "killed-" + i;
            String clusters = switch (i) {
                case 0, 1 -> "\"type\":\"active-passive\"," + pair;
                case 2 -> "\"type\":\"active-active\"," + pair;
                default ->
                    "\"type\":\"star\",\"target_cluster\":" + east + ",\"spokes\":["
                            + west.replace("}", ",\"direction\":\"both\"}") + ']';
            };
            String document = "{\"id\":\"" + id + "\",\"name\":\"k\"," + clusters + ",\"topics\":[\"" + id
                    + "\"],\"config\":{\"concurrent_partitions\":1}}";
            List<String> connectors = new ArrayList<>(List.of("streambus." + id + ".w.to.e"));
            if (i > 1) {
                connectors.add("streambus." + id + ".e.to.w");
            }
            users.add(new User(id, document, connectors, new Random(random.nextLong())));
        }
        return users;
    }

    private enum State {
        ABSENT,
        STOPPED,
        PAUSED,
        RUNNING
    }

    /** Knows of his link what he was told: where it is, or where it may be if a call was not answered. Confined to one thread at a time. */
    private static final class User {
        private final String id;
        private final String document;
        private final List<String> connectors;
        private final Random random;
        private final Set<State> possible = new HashSet<>(Set.of(State.ABSENT));
        private final Set<Long> throttles = new HashSet<>(Set.of(0L));
        private State seen = State.ABSENT;
        private long seenThrottle;
        private final AtomicInteger acknowledged = new AtomicInteger();

        User(String id, String document, List<String> connectors, Random random) {
            this.id = id;
            this.document = document;
            this.connectors = connectors;
            this.random = random;
        }

        void callUntilTheBridgeIsGone(Http api) {
            try {
                while (call(api)) {
                    acknowledged.incrementAndGet();
                }
            } catch (IOException killed) {
                // As it should be: what was asked for last may have happened or not.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** @return false where an answer leaves open what becomes of the call */
        private boolean call(Http api) throws IOException, InterruptedException {
            State now = possible.iterator().next();
            boolean chance = random.nextBoolean();
            return switch (now) {
                case ABSENT -> moves(State.STOPPED, api, "POST", LINKS, document);
                case STOPPED ->
                    chance
                            ? moves(State.RUNNING, api, "POST", LINKS + '/' + id + "/start", "")
                            : random.nextBoolean()
                                    ? throttles(api)
                                    : moves(State.ABSENT, api, "DELETE", LINKS + '/' + id, "");
                case PAUSED ->
                    chance
                            ? throttles(api)
                            : moves(
                                    random.nextBoolean() ? State.RUNNING : State.STOPPED,
                                    api,
                                    "POST",
                                    LINKS + '/' + id,
                                    "");
                case RUNNING ->
                    chance
                            ? moves(State.PAUSED, api, "POST", LINKS + '/' + id + "/pause", "")
                            : moves(State.STOPPED, api, "POST", LINKS + '/' + id + "/stop", "");
            };
        }

        private boolean moves(State to, Http api, String method, String path, String body)
                throws IOException, InterruptedException {
            String call = path;
            if (possible.contains(State.PAUSED) && path.endsWith(id)) {
                call = path + (to == State.RUNNING ? "/resume" : "/stop");
            }
            possible.add(to);
            if (to == State.STOPPED && method.equals("POST") && !body.isEmpty()) {
                throttles.clear();
                throttles.add(0L);
            }
            Http.Answer answer = api.send(method, call, body);
            if (answer.status() >= 300) {
                return false;
            }
            possible.clear();
            possible.add(to);
            return true;
        }

        private boolean throttles(Http api) throws IOException, InterruptedException {
            long throttle = 1L + random.nextInt(1_000_000);
            throttles.add(throttle);
            Http.Answer answer = api.send(
                    "PUT", LINKS + '/' + id, "{\"config\":{\"throttle_rate_bytes_per_sec\":" + throttle + "}}");
            if (answer.status() >= 300) {
                return false;
            }
            throttles.clear();
            throttles.add(throttle);
            return true;
        }

        void compare(Http.Answer link, Http connect, Set<String> expected) throws Exception {
            seen = state(link);
            assertThat(possible).as("where link %s may be: %s", id, link.text()).contains(seen);
            if (seen == State.ABSENT) {
                return;
            }
            assertThat(link.json().path("allowed_actions").toString())
                    .as("link %s is not being deleted any more", id)
                    .isNotEqualTo("[\"delete\"]");
            expected.addAll(connectors);
            seenThrottle = link.json()
                    .path("config")
                    .path("throttle_rate_bytes_per_sec")
                    .asLong();
            assertThat(throttles).as("throttle of link %s", id).contains(seenThrottle);
            for (String connector : connectors) {
                JsonNode status =
                        connect.get("/connectors/" + connector + "/status").json();
                assertThat(status.at("/connector/state").asText()).as(connector).isEqualTo(seen.name());
                assertThat(connect.get("/connectors/" + connector + "/config")
                                .json()
                                .path("throttle.bytes.per.second")
                                .asLong())
                        .as("throttle of %s", connector)
                        .isEqualTo(seenThrottle);
            }
        }

        private static State state(Http.Answer link) {
            if (link.status() == 404) {
                return State.ABSENT;
            }
            return Map.of(
                            "stopped", State.STOPPED,
                            "paused", State.PAUSED,
                            "initializing", State.RUNNING,
                            "active", State.RUNNING)
                    .get(link.json().path("status").asText("failed"));
        }

        void believe() {
            possible.clear();
            possible.add(seen);
            throttles.clear();
            throttles.add(seen == State.ABSENT ? 0L : seenThrottle);
        }
    }
}
