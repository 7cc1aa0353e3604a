package io.streambus.cli.link;

import static io.streambus.cli.BridgeStub.LINKS;
import static io.streambus.cli.link.StubbedLinks.ACTIVE;
import static io.streambus.cli.link.StubbedLinks.ONE;
import static io.streambus.cli.link.StubbedLinks.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.streambus.cli.BridgeStub;
import io.streambus.cli.BridgeStub.Answer;
import io.streambus.cli.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkCommandsTest {

    @TempDir
    Path temp;

    private BridgeStub bridge;
    private Cli cli;

    @BeforeEach
    void startBridge() throws IOException {
        bridge = new BridgeStub();
        cli = new Cli(temp);
    }

    @AfterEach
    void stopBridge() {
        bridge.close();
    }

    @Test
    void listIsATableOfAllPages() {
        bridge.on(
                "GET " + LINKS,
                new Answer(
                        200,
                        "[" + ACTIVE + "]",
                        Map.of("Link", "<http://elsewhere:1" + LINKS + "?limit=1&page_token=abc>; rel=\"next\"")));
        bridge.on("GET " + LINKS + "?limit=1&page_token=abc", "[" + STOPPED.replace("link-1", "link-22") + "]");

        assertThat(run("link list")).as(cli.err()).isZero();

        assertThat(cli.out().lines())
                .containsExactly(
                        "ID        NAME           TYPE             STATUS    HEALTH       LAG   RECORDS/S",
                        "link-1    West to East   active-passive   active    healthy   350 ms     1,200.3",
                        "link-22   West to East   active-passive   stopped   healthy   350 ms     1,200.3");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void listFiltersAtTheBridge() {
        bridge.on("GET " + LINKS + "?status=active&health=very%20odd", "[]");

        assertThat(cli.run("link", "list", "--status", "active", "--health", "very odd", "--url", bridge.url()))
                .isZero();

        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).contains("there are no such links");
    }

    @Test
    void jsonAndYamlAreTheBridgesBodies() throws IOException {
        bridge.on("GET " + LINKS, "[" + ACTIVE + "]");
        JsonNode body = new ObjectMapper().readTree("[" + ACTIVE + "]");

        assertThat(run("link list -o json")).isZero();
        assertThat(new ObjectMapper().readTree(cli.out())).isEqualTo(body);

        assertThat(run("link list -o yaml")).isZero();
        assertThat(new ObjectMapper(new YAMLFactory()).readTree(cli.out())).isEqualTo(body);
    }

    @Test
    void coloursAreForTerminalsOnly() {
        bridge.on("GET " + LINKS, "[" + ACTIVE + "]");

        cli.onTerminal();
        run("link list");
        assertThat(cli.out()).contains("\u001b[32mactive\u001b[0m");

        cli.with("NO_COLOR", "1");
        run("link list");
        assertThat(cli.out()).doesNotContain("\u001b");
    }

    @Test
    void aNameCannotSteerTheTerminal() {
        bridge.on("GET " + LINKS, "[" + ACTIVE.replace("West to", "\\u001b]0;gotcha\\u0007\\u202eWest to") + "]");

        run("link list");

        assertThat(cli.out()).contains("gotcha").doesNotContain("\u001b", "\u0007", "\u202e");
    }

    @Test
    void describeNamesEveryFieldByItsPath() {
        bridge.on("GET " + ONE, ACTIVE);

        assertThat(run("link describe link-1")).isZero();

        assertThat(cli.out().lines())
                .anyMatch(line -> line.matches("topics +orders, users"))
                .anyMatch(line -> line.matches("config.throttle_rate_bytes_per_sec +0"))
                .anyMatch(line -> line.matches("status +active"));
    }

    @Test
    void severalLinksAreAnArrayAndOneIsNot() throws IOException {
        bridge.on("GET " + ONE, ACTIVE).on("GET " + LINKS + "/b", STOPPED);

        run("link describe link-1 -o json");
        assertThat(new ObjectMapper().readTree(cli.out()).isObject()).isTrue();
        run("link describe link-1 b -o json");
        assertThat(new ObjectMapper().readTree(cli.out())).hasSize(2);
    }

    /** Every exit code that an answer leads to. */
    @ParameterizedTest
    @CsvSource({
        "400,VALIDATION_FAILED,1",
        "401,UNAUTHENTICATED,6",
        "403,FORBIDDEN,6",
        "404,LINK_NOT_FOUND,3",
        "409,LINK_EXISTS,4",
        "412,STALE_VERSION,4",
        "422,PRECHECK_FAILED,1",
        "500,INTERNAL_ERROR,1",
        "503,RUNTIME_UNAVAILABLE,7"
    })
    void aProblemDecidesTheExitCodeAndIsSaidInWords(int status, String code, int exitCode) {
        String problem = """
                {"code":"%s","status":%d,"detail":"this is what happened","request_id":"r-77","retryable":%s,
                 "errors":[{"pointer":"/topics/0","detail":"must not be empty"},{"pointer":"","detail":"all is odd"}]}""".formatted(code, status, status == 503);
        bridge.on("GET " + ONE, new Answer(status, problem, Map.of("Retry-After", "5")));

        assertThat(run("link describe link-1")).isEqualTo(exitCode);

        assertThat(cli.out()).isEmpty();
        assertThat(cli.err())
                .contains("streambus link describe: link-1: this is what happened (" + code + ")")
                .contains("  /topics/0: must not be empty")
                .contains("  all is odd");
        assertThat(cli.err().contains("r-77")).isEqualTo(status >= 500);
        assertThat(cli.err().contains("try again in 5 s")).isEqualTo(status == 503);
    }

    @Test
    void aSingleFaultThatTheDetailTellsIsNotSaidTwice() {
        bridge.on("GET " + ONE, new Answer(400, """
                {"code":"VALIDATION_FAILED","detail":"the document has 1 fault: /topics must not be empty",
                 "errors":[{"pointer":"/topics","detail":"must not be empty"}]}"""));

        assertThat(run("link describe link-1")).isEqualTo(1);
        assertThat(cli.err()).containsOnlyOnce("must not be empty");
    }

    @Test
    void anAnswerThatIsNoProblemBodyMakesOneDoubtTheAddress() {
        bridge.on("GET " + LINKS, new Answer(418, "<html>teapot</html>", Map.of("Content-Type", "text/html")));

        assertThat(run("link list")).isEqualTo(1);
        assertThat(cli.err())
                .contains(bridge.url(), "418", "is a StreamBus bridge there?")
                .doesNotContain("teapot");
    }

    @Test
    void aPageThatIsNoJsonIsNoAnswerOfABridge() {
        bridge.on("GET " + LINKS, new Answer(200, "<html>", Map.of("Content-Type", "text/html")));

        assertThat(run("link list")).isEqualTo(5);
        assertThat(cli.err()).contains("something else than JSON");
    }

    @Test
    void aBridgeThatIsNotThereIsNamedWithTheNextStep() throws IOException {
        int port = freePort();

        assertThat(cli.run("link list --url http://127.0.0.1:" + port)).isEqualTo(5);
        assertThat(cli.err())
                .contains("http://127.0.0.1:" + port + ": connection refused")
                .contains("streambus bridge --config FILE")
                .hasLineCount(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "link|a command is missing: list, describe, create",
                "link start|no link is named",
                "link start a --all|leave one of them out",
                "link start a --wait soon|a time is a number with ms, s or m",
                "link list -o xml|table, json, yaml",
                "link list --url ftp://x|a bridge is named by http:// or https://",
                "link list --url http://u:s3cr3t@x|without user, password and query",
                "link list --context nobody|there is no context 'nobody'",
                "link create|--file",
                "link create -f /no/such/file|'/no/such/file' does not exist",
                "link delete a|say --yes",
                "status --count 3|--count goes with --watch",
                "status --watch --interval 1ms|--interval must be 100ms or more",
                "context|a command is missing: list, use, add, remove",
                "context use nobody|there is no context 'nobody'"
            })
    void wrongCommandLinesEndWithTwoAndNameTheRule(String command, String message) {
        assertThat(cli.run(command)).isEqualTo(2);
        assertThat(cli.err()).contains(message).doesNotContain("s3cr3t");
    }

    @Test
    void deletionIsForcedOnlyIfTold() {
        bridge.on("DELETE " + ONE + "?force=true", new Answer(204, ""));

        assertThat(run("link delete link-1 --force --yes")).isZero();

        assertThat(bridge.calls()).containsExactly("DELETE " + ONE + "?force=true");
    }

    @Test
    void idsAreEncodedAndCannotLeadElsewhere() {
        run("link describe ../x?y=1#z");

        assertThat(bridge.calls()).containsExactly("GET " + LINKS + "/..%2Fx%3Fy%3D1%23z");
    }

    @Test
    void deleteAsksAndTakesOnlyYesForYes() {
        bridge.on("DELETE " + ONE, new Answer(204, ""));

        cli.typing("\n");
        assertThat(run("link delete link-1")).isEqualTo(1);
        assertThat(cli.err()).contains("delete link link-1? [y/N]").contains("nothing is deleted");
        assertThat(bridge.calls()).isEmpty();

        cli.typing("y\n");
        assertThat(run("link delete link-1")).isZero();
        assertThat(cli.out()).isEqualTo("link-1: deleted\n");
    }

    @Test
    void deleteStopsFirstIfTold() {
        bridge.on("POST " + ONE + "/stop?wait=1", STOPPED).on("DELETE " + ONE, new Answer(204, ""));

        assertThat(run("link delete link-1 --stop --yes")).isZero();
        assertThat(bridge.calls()).containsExactly("POST " + ONE + "/stop?wait=1", "DELETE " + ONE);
    }

    @Test
    void metricsAreTablesOfTotalsAndPartitions() throws IOException {
        bridge.on("GET " + ONE + "/metrics", """
                {"total_messages_replicated":1500000,"total_bytes_replicated":157286400,"messages_per_second":1200.3,
                 "bytes_per_second":122880.5,"replication_lag":350,"average_replication_lag":400,
                 "max_replication_lag":12000,"total_errors":5,"errors_per_second":0.01,"consecutive_failures":0,
                 "uptime_seconds":3600,"partition_metrics":{"orders-0":{"topic":"orders","partition":0,
                 "source_offset":100000,"target_offset":99650,"lag":350,
                 "open_transaction":{"last_stable_offset":99983,"lag":17,"since":"2024-01-15T12:29:00Z",
                 "producers":[{"producer_id":4001}]},"messages_replicated":100000,
                 "bytes_replicated":10485760}}}""");

        assertThat(run("link metrics link-1 --partitions")).isZero();
        assertThat(cli.out())
                .contains("1,500,000", "157.3 MB", "350 ms", "12.0 s", "0.01", "3,600 s")
                .contains("99,650", "10.5 MB", "UNCOMMITTED")
                .containsPattern("350 +17 +100,000");

        assertThat(run("link metrics link-1 -o json")).isZero();
        assertThat(new ObjectMapper().readTree(cli.out()).path("link_id").asText())
                .isEqualTo("link-1");
    }

    /** Both directions have a partition of that name. */
    @Test
    void partitionsOfSeveralFlowsShowTheirDirection() {
        bridge.on("GET " + ONE + "/metrics", """
                {"partition_metrics":{
                 "us-east-1/orders-0":{"topic":"orders","partition":0,"source_offset":2,"target_offset":2,"lag":0},
                 "us-west-1/orders-0":{"topic":"orders","partition":0,"source_offset":5,"target_offset":5,"lag":0},
                 "hub>spoke/orders-0":{"topic":"orders","partition":0,"source_offset":7,"target_offset":7,"lag":0}}}""");

        assertThat(run("link metrics link-1 --partitions")).isZero();

        assertThat(cli.out())
                .containsPattern("orders +0 +from us-east-1 +2 ")
                .containsPattern("orders +0 +from us-west-1 +5 ")
                .containsPattern("orders +0 +hub -> spoke +7 ");
    }

    @ParameterizedTest
    @CsvSource({"healthy,0", "degraded,8", "unhealthy,8"})
    void strictHealthIsAnExitCode(String status, int exitCode) {
        bridge.on("GET " + ONE + "/health", """
                {"status":"%s","source_cluster_reachable":false,"issues":["lag is 70 s"],"warnings":["odd"]}""".formatted(status));

        assertThat(run("link health link-1 --strict")).isEqualTo(exitCode);
        assertThat(cli.out())
                .contains(status)
                .contains("unreachable")
                .contains("link-1: issue: lag is 70 s")
                .contains("link-1: warning: odd");
        assertThat(run("link health link-1")).isZero();
    }

    private int run(String command) {
        return cli.run(command, bridge);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
