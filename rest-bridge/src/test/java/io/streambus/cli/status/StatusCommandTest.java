package io.streambus.cli.status;

import static io.streambus.cli.BridgeStub.LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streambus.cli.BridgeStub;
import io.streambus.cli.BridgeStub.Answer;
import io.streambus.cli.Cli;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {

    private static final String LINKS_BODY = """
            [{"id":"link-1","status":"active","health":{"status":"healthy"},
              "metrics":{"total_messages_replicated":1000,"messages_per_second":10.5,"bytes_per_second":2048,
                         "replication_lag":350}},
             {"id":"b","status":"stopped"}]""";
    private static final Answer UNAVAILABLE =
            new Answer(503, "{\"code\":\"NOT_READY\",\"detail\":\"the bridge is starting\",\"retryable\":true}");

    @TempDir
    Path temp;

    private BridgeStub bridge;
    private Cli cli;

    @BeforeEach
    void startBridge() throws IOException {
        bridge = new BridgeStub()
                .on("GET " + LINKS, LINKS_BODY)
                .on("GET " + LINKS + "/link-1/metrics", "{\"total_errors\":7}");
        cli = new Cli(temp);
    }

    @AfterEach
    void stopBridge() {
        bridge.close();
    }

    @Test
    void onceIsATableWithTheErrorsThatOnlyMetricsTell() {
        assertThat(status("")).as(cli.err()).isZero();

        assertThat(cli.out().lines())
                .containsExactly(
                        "LINK     STATUS    HEALTH       LAG   RECORDS/S   BYTES/S   RECORDS   ERRORS",
                        "link-1   active    healthy   350 ms        10.5    2.0 kB     1,000        7",
                        "b        stopped   -              -           -         -         -        -");
        // A link that is stopped has no news.
        assertThat(bridge.calls()).containsExactly("GET " + LINKS, "GET " + LINKS + "/link-1/metrics");
    }

    @Test
    void aWatchAppendsLinesWhereThereIsNoTerminalAndGoesOnWhileTheBridgeIsUnavailable() {
        bridge.on("GET " + LINKS, new Answer(200, LINKS_BODY), UNAVAILABLE, new Answer(200, LINKS_BODY));

        assertThat(status(" --watch --interval 100ms --count 3")).isZero();

        assertThat(cli.out().lines().map(line -> line.replaceFirst("^\\d\\d:\\d\\d:\\d\\d ", "")))
                .containsExactly(
                        "link-1 active healthy lag 350 ms, 10.5 records/s, 2.0 kB/s, 1,000 records, 7 errors",
                        "b stopped - lag -, - records/s, -/s, - records, - errors",
                        "the bridge is starting (NOT_READY)",
                        "link-1 active healthy lag 350 ms, 10.5 records/s, 2.0 kB/s, 1,000 records, 7 errors",
                        "b stopped - lag -, - records/s, -/s, - records, - errors");
        assertThat(cli.out()).doesNotContain("\u001b");
    }

    @Test
    void onATerminalThePictureIsDrawnInPlaceAndKeptWhileNobodyAnswers() {
        bridge.on("GET " + LINKS, new Answer(200, LINKS_BODY), UNAVAILABLE);
        cli.onTerminal().with("NO_COLOR", "1");

        assertThat(status(" --watch --interval 100ms --count 2")).isZero();

        String[] pictures = cli.out().split("\u001b\\[H");
        assertThat(pictures).hasSize(3);
        assertThat(pictures[1]).contains("link-1   active").endsWith("\u001b[J");
        assertThat(pictures[2]).contains("the bridge is starting", "last seen", "link-1   active");
    }

    @Test
    void aBridgeThatIsGoneIsWaitedForToo() {
        bridge.close();

        assertThat(status(" --watch --interval 100ms --count 2")).isZero();
        assertThat(cli.out().lines()).hasSize(2).allMatch(line -> line.contains("no bridge answers"));
    }

    @Test
    void aWatchEndsWhereWaitingWouldNotHelp() {
        bridge.on("GET " + LINKS, new Answer(401, "{\"code\":\"UNAUTHENTICATED\",\"detail\":\"who are you?\"}"));

        assertThat(status(" --watch --interval 100ms")).isEqualTo(6);
        assertThat(cli.err()).contains("who are you?").contains("streambus context add");
    }

    @Test
    void forProgramsEachLookIsALineOfJson() throws IOException {
        bridge.on("GET " + LINKS, new Answer(200, LINKS_BODY), UNAVAILABLE, new Answer(200, LINKS_BODY));

        assertThat(status(" --watch --interval 100ms --count 3 -o json")).isZero();

        assertThat(cli.out().lines()).hasSize(2);
        for (String line : cli.out().lines().toList()) {
            JsonNode links = new ObjectMapper().readTree(line);
            assertThat(links.at("/0/metrics/total_errors").asInt()).isEqualTo(7);
        }
        assertThat(cli.err()).contains("the bridge is starting");
    }

    private int status(String options) {
        return cli.run("status" + options, bridge);
    }
}
