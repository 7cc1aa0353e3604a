package io.streambus.cli;

import static io.streambus.cli.BridgeStub.LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.streambus.cli.BridgeStub.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkCommandsTest {

    private static final String ONE = LINKS + "/link-1";
    private static final String DRY_RUN = ONE + "?dry_run=true";
    private static final String ACTIVE = """
            {"id":"link-1","name":"West to East","type":"active-passive","topics":["orders","users"],
             "config":{"throttle_rate_bytes_per_sec":0},
             "source_cluster":{"connection_timeout":"1m30s","security":{"sasl_password":"***"}},
             "status":"active","health":{"status":"healthy"},
             "metrics":{"total_messages_replicated":1500000,"messages_per_second":1200.3,
                        "bytes_per_second":122880.5,"replication_lag":350},
             "allowed_actions":["pause","stop"]}""";
    private static final String PAUSED = ACTIVE.replace("\"active\"", "\"paused\"");
    private static final String STAR = """
            {"id":"link-1","type":"star","status":"stopped","target_cluster":{"cluster_id":"hub","brokers":["hub:9092"]},"spokes":[
              {"cluster_id":"east","brokers":["east:9092"],"connection_timeout":"30s","request_timeout":"10s","max_retries":3,
                "direction":"aggregate","security":{"enable_tls":false,"tls_skip_verify":false,"sasl_mechanism":"PLAIN",
                "sasl_username":"app","sasl_password":"***"}},
              {"cluster_id":"west","brokers":["west:9092"],"max_retries":7,"direction":"aggregate"},
              {"cluster_id":"north","brokers":["north:9092"]}]}""";
    private static final String STOPPED = ACTIVE.replace("\"active\"", "\"stopped\"");
    private static final String INVALID_STATE = """
            {"code":"INVALID_STATE","status":409,"detail":"link link-1 is stopped, and pause is not allowed",
             "allowed_actions":["start","update","delete"],"request_id":"r-1","retryable":false}""";

    private static final String TOPICS_CHANGE = "{\"pointer\":\"/topics\",\"old\":[\"orders\",\"users\"],\"new\":[]}";

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

        assertThat(run("link", "list", "--status", "active", "--health", "very odd"))
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
                .contains("streambus link describe: link-1: this is what happened (" + code + ", " + status + ")")
                .contains("  /topics/0: must not be empty")
                .contains("  all is odd");
        assertThat(cli.err().contains("r-77")).isEqualTo(status >= 500);
        assertThat(cli.err().contains("try again in 5 s")).isEqualTo(status == 503);
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
                .hasLineCount(1);
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
    void createTakesAnArrayAndSaysWhatCameOfEach() throws IOException {
        bridge.on(
                "POST " + LINKS,
                new Answer(201, STOPPED),
                new Answer(409, "{\"code\":\"LINK_EXISTS\",\"detail\":\"link b exists already\"}"));
        Path file = Files.writeString(temp.resolve("links.json"), "[{\"id\":\"link-1\"},{\"id\":\"b\"}]");

        assertThat(run("link create -f " + file)).isEqualTo(4);

        assertThat(cli.out()).isEqualTo("link-1: created, stopped\n");
        assertThat(cli.err()).contains("streambus link create: b: link b exists already");
        assertThat(bridge.requests().get(0).json().path("id").asText()).isEqualTo("link-1");
        assertThat(bridge.requests().get(0).header("Content-Type")).contains("application/json");
    }

    @Test
    void yamlDocumentsFromStandardInputArePostedAsJson() throws IOException {
        bridge.on("POST " + LINKS, new Answer(201, STOPPED));
        cli.piping(
                "---\nid: a\nsource_cluster: {connection_timeout: 30s}\n---\nid: b\nfilter: {min_timestamp: 2024-01-01T00:00:00Z}\n");

        assertThat(run("link create -f - -o json")).as(cli.err()).isZero();

        assertThat(bridge.requests()).hasSize(2);
        assertThat(bridge.requests()
                        .get(0)
                        .json()
                        .at("/source_cluster/connection_timeout")
                        .asText())
                .isEqualTo("30s");
        assertThat(bridge.requests().get(1).json().at("/filter/min_timestamp").asText())
                .isEqualTo("2024-01-01T00:00:00Z");
        assertThat(new ObjectMapper().readTree(cli.out())).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\": 1, \"id\": 2}|the same field twice, line 1",
                "{\"sasl_password\": hunter2}|neither JSON nor YAML, line 1, column",
                "sasl_password: \"hunter2|neither JSON nor YAML, line 1, column",
                "sasl_password: @hunter2|neither JSON nor YAML, line 1, column",
                "id: a: b|line 1",
                "just words|an object of fields is wanted",
                "[1]|an object of fields is wanted",
                "[]|holds no document"
            })
    void aFileThatHoldsNoDocumentIsRefusedBeforeAnythingIsSent(String text, String message) throws IOException {
        Path file = Files.writeString(temp.resolve("odd"), text);

        assertThat(run("link create -f " + file)).isEqualTo(2);

        assertThat(cli.err()).contains(message).contains(file.toString()).doesNotContain("hunter2");
        assertThat(bridge.calls()).isEmpty();
    }

    @Test
    void dryRunOfCreateShowsTopicsOrEveryFault() throws IOException {
        Path file = Files.writeString(temp.resolve("link.json"), "{\"id\":\"link-1\"}");
        bridge.on(
                "POST " + LINKS + "?validate_only=true",
                new Answer(200, "{\"valid\":true,\"errors\":[],\"topics\":[\"orders\",\"users\"]}"),
                new Answer(200, "{\"valid\":false,\"errors\":[{\"pointer\":\"/type\",\"detail\":\"is missing\"}]}"));

        assertThat(run("link create --dry-run -f " + file)).isZero();
        assertThat(cli.out()).isEqualTo("link-1: valid, 2 topics: orders, users\n");

        assertThat(run("link create --dry-run -f " + file)).isEqualTo(1);
        assertThat(cli.err()).contains("link-1: the document has faults").contains("  /type: is missing");
    }

    @Test
    void applyCreatesWhatIsNotThere() throws IOException {
        bridge.on("POST " + LINKS, new Answer(201, STOPPED));

        assertThat(apply("{\"id\":\"link-1\"}", "")).isZero();

        assertThat(cli.out()).isEqualTo("link-1: created\n");
        assertThat(bridge.calls()).containsExactly("GET " + ONE, "POST " + LINKS);
    }

    @Test
    void applyLeavesALinkAloneThatIsAsWanted() throws IOException {
        bridge.on("GET " + ONE, ACTIVE).on("PUT " + DRY_RUN, preview(""));

        assertThat(apply(
                        "{\"id\":\"link-1\",\"topics\":[\"orders\",\"users\"],\"source_cluster\":{\"connection_timeout\":\"90s\"}}",
                        ""))
                .isZero();

        assertThat(cli.out()).isEqualTo("link-1: unchanged\n");
        assertThat(bridge.calls()).containsExactly("GET " + ONE, "PUT " + DRY_RUN);
    }

    @Test
    void applyShowsWhatChangesAndChangesOnlyWhatItHasSeen() throws IOException {
        bridge.on("GET " + ONE, new Answer(200, STOPPED, Map.of("ETag", "\"7\"")));
        bridge.on("PUT " + ONE, STOPPED);
        bridge.on("PUT " + DRY_RUN, preview("""
                {"pointer":"/topics","old":["orders","users"],"new":["orders"]},
                {"pointer":"/config/throttle_rate_bytes_per_sec","old":0,"new":9}"""));
        String document = "{\"id\":\"link-1\",\"topics\":[\"orders\"],\"config\":{\"throttle_rate_bytes_per_sec\":9}}";

        assertThat(apply(document, "--dry-run")).isZero();
        assertThat(cli.out()).isEqualTo("""
                link-1: would be changed
                  topics: orders, users -> orders
                  config.throttle_rate_bytes_per_sec: 0 -> 9
                  connector streambus.link-1.w.to.e: reconfigure (throttle, topics)
                """);
        assertThat(bridge.calls()).containsExactly("GET " + ONE, "PUT " + DRY_RUN);
        assertThat(bridge.requests().get(1).header("If-Match")).contains("\"7\"");
        assertThat(bridge.requests().get(1).json()).isEqualTo(new ObjectMapper().readTree(document));

        assertThat(apply(document, "")).isZero();
        assertThat(cli.out()).isEqualTo("""
                link-1: changed
                  topics: orders, users -> orders
                  config.throttle_rate_bytes_per_sec: 0 -> 9
                """);
        assertThat(bridge.requests().get(4).call()).isEqualTo("PUT " + ONE);
        assertThat(bridge.requests().get(4).header("If-Match")).contains("\"7\"");
        assertThat(bridge.requests().get(4).json()).isEqualTo(new ObjectMapper().readTree(document));
    }

    @Test
    void applyOfAFaultyDocumentNamesEveryFaultAndChangesNothing() throws IOException {
        bridge.on("GET " + ONE, ACTIVE).on("PUT " + DRY_RUN, """
                {"valid":false,"errors":[{"pointer":"/topics/0","detail":"is no topic"},{"pointer":"","detail":"refused"}],
                 "changes":[],"connectors":[],"needs":null,"revision":1}""");

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[\"?\"]}", "--pause")).isEqualTo(1);

        assertThat(cli.err()).contains("link-1: the document has faults", "  /topics/0: is no topic", "  refused");
        assertThat(bridge.calls()).containsExactly("GET " + ONE, "PUT " + DRY_RUN);
    }

    @Test
    void aDryRunOnARunningLinkSaysThatItHasToRest() throws IOException {
        bridge.on("GET " + ONE, ACTIVE)
                .on("PUT " + DRY_RUN, preview(TOPICS_CHANGE).replace("\"needs\":null", "\"needs\":\"pause_or_stop\""));

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[]}", "--dry-run")).isZero();
        assertThat(cli.out()).startsWith("link-1: would be changed, once it is paused or stopped\n  topics: ");

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[]}", "--dry-run -o json"))
                .isZero();
        assertThat(new ObjectMapper().readTree(cli.out()).path("outcome").asText())
                .isEqualTo("would be changed");
    }

    @Test
    void applyOnARunningLinkSaysHowToGoOn() throws IOException {
        bridge.on("GET " + ONE, ACTIVE)
                .on("PUT " + DRY_RUN, preview(TOPICS_CHANGE))
                .on("PUT " + ONE, new Answer(409, INVALID_STATE));

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[]}", "")).isEqualTo(4);

        assertThat(cli.err())
                .contains("what is allowed now: start, update, delete")
                .contains("apply --pause");
    }

    @Test
    void applyWithPauseResumesALinkThatRan() throws IOException {
        bridge.on("GET " + ONE, ACTIVE)
                .on("PUT " + DRY_RUN, preview(TOPICS_CHANGE))
                .on("POST " + ONE + "/pause?wait=1", PAUSED)
                .on("PUT " + ONE, PAUSED)
                .on("POST " + ONE + "/resume?wait=1", ACTIVE);

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[]}", "--pause")).isZero();

        assertThat(bridge.calls())
                .containsExactly(
                        "GET " + ONE,
                        "PUT " + DRY_RUN,
                        "POST " + ONE + "/pause?wait=1",
                        "PUT " + ONE,
                        "POST " + ONE + "/resume?wait=1");
    }

    @Test
    void applyWithPauseStopsAndStartsALinkThatKeepsFailing() throws IOException {
        bridge.on("GET " + ONE, ACTIVE.replace("\"status\":\"active\"", "\"status\":\"failed\""))
                .on("PUT " + DRY_RUN, preview(TOPICS_CHANGE))
                .on("POST " + ONE + "/stop?wait=1", STOPPED)
                .on("PUT " + ONE, STOPPED)
                .on("POST " + ONE + "/start?wait=1", ACTIVE);

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[]}", "--pause")).isZero();

        assertThat(bridge.calls())
                .containsExactly(
                        "GET " + ONE,
                        "PUT " + DRY_RUN,
                        "POST " + ONE + "/stop?wait=1",
                        "PUT " + ONE,
                        "POST " + ONE + "/start?wait=1");
    }

    @Test
    void applyTakesAnIdThatIsNullForNone() throws IOException {
        assertThat(apply("{\"id\":null,\"topics\":[]}", "")).isEqualTo(2);

        assertThat(cli.err()).contains("without the field id");
        assertThat(bridge.calls()).isEmpty();
    }

    @Test
    void deletionIsForcedOnlyIfTold() {
        bridge.on("DELETE " + ONE + "?force=true", new Answer(204, ""));

        assertThat(run("link delete link-1 --force --yes")).isZero();

        assertThat(bridge.calls()).containsExactly("DELETE " + ONE + "?force=true");
    }

    @Test
    void applyWithPauseResumesTheLinkWhenTheChangeIsRefused() throws IOException {
        bridge.on("GET " + ONE, ACTIVE)
                .on("PUT " + DRY_RUN, preview(TOPICS_CHANGE))
                .on("POST " + ONE + "/pause?wait=1", PAUSED)
                .on("PUT " + ONE, new Answer(400, "{\"code\":\"VALIDATION_FAILED\",\"detail\":\"no such topic\"}"))
                .on("POST " + ONE + "/resume?wait=1", ACTIVE);

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[]}", "--pause")).isEqualTo(1);

        assertThat(cli.err()).contains("no such topic");
        assertThat(bridge.calls()).endsWith("PUT " + ONE, "POST " + ONE + "/resume?wait=1");
    }

    @Test
    void secretsCountAsChangesUnlessTheyAreToBeKeptAndAreNeverShown() throws IOException {
        String document =
                "{\"id\":\"link-1\",\"source_cluster\":{\"security\":{\"sasl_password\":\"${file:/s:pass}\"}}}";
        bridge.on("GET " + ONE, STOPPED)
                .on("PUT " + ONE, STOPPED)
                .on("PUT " + DRY_RUN, new Answer(200, preview("""
                                {"pointer":"/source_cluster/security/sasl_password","old":"***","new":"***"}""")), new Answer(200, preview("")));

        assertThat(apply(document, "")).isZero();
        assertThat(cli.out()).contains("sasl_password: *** -> the given secret").doesNotContain("/s:pass");

        assertThat(apply(document, "--keep-secrets")).isZero();
        assertThat(cli.out()).isEqualTo("link-1: unchanged\n");
        assertThat(bridge.requests().get(4).call()).isEqualTo("PUT " + DRY_RUN);
        assertThat(bridge.requests()
                        .get(4)
                        .json()
                        .at("/source_cluster/security/sasl_password")
                        .asText())
                .isEqualTo("***");
    }

    @Test
    void spokesGoByTheirIdsAndTheirSecretsAreKeptToo() throws IOException {
        bridge.on("GET " + ONE, STAR).on("PUT " + ONE, STAR).on("PUT " + DRY_RUN, preview("""
                {"pointer":"/spokes/0/brokers","old":["west:9092"],"new":["west:9093"]},
                {"pointer":"/spokes/0/max_retries","old":7,"new":3},
                {"pointer":"/spokes/1/security/sasl_password","old":"***","new":"***"},
                {"pointer":"/spokes/1/security/properties","old":null,"new":{"sasl.login.callback":"***"}},
                {"pointer":"/topic_config/7/target_topic","old":"a","new":null}"""));
        String document = """
                {"id":"link-1","topic_config":{"7":{}},"spokes":[
                  {"cluster_id":"west","brokers":["west:9093"]},
                  {"cluster_id":"east","brokers":["east:9092"],"security":{"sasl_mechanism":"PLAIN","sasl_username":"app",
                    "sasl_password":"hunter2","properties":{"sasl.login.callback":"hunter3"}}}]}""";

        assertThat(apply(document, "")).isZero();
        assertThat(cli.out()).isEqualTo("""
                link-1: changed
                  spokes[west].brokers: west:9092 -> west:9093
                  spokes[west].max_retries: 7 -> 3
                  spokes[east].security.sasl_password: *** -> the given secret
                  spokes[east].security.properties: (none) -> {"sasl.login.callback":"***"}
                  topic_config.7.target_topic: a -> (none)
                """);

        assertThat(apply(document, "--keep-secrets")).isZero();
        assertThat(cli.out() + cli.err()).doesNotContain("hunter2", "hunter3");
        JsonNode sent = bridge.requests().get(5).json().at("/spokes/1/security");
        assertThat(bridge.requests().get(5).call()).isEqualTo("PUT " + ONE);
        assertThat(sent.path("sasl_password").asText()).isEqualTo("***");
        assertThat(sent.path("sasl_username").asText()).isEqualTo("app");
    }

    @Test
    void applyWithoutAnIdIsRefusedBeforeAnythingIsSent() throws IOException {
        assertThat(apply("[{\"id\":\"a\"},{\"name\":\"b\"}]", "")).isEqualTo(2);

        assertThat(cli.err()).contains("document 2 of").contains("streambus link create");
        assertThat(bridge.calls()).isEmpty();
    }

    @Test
    void startWaitsUntilTheLinkIsActive() {
        String initializing = ACTIVE.replace("\"active\"", "\"initializing\"");
        bridge.on("POST " + ONE + "/start?wait=1", initializing)
                .on("GET " + ONE, new Answer(200, initializing), new Answer(200, ACTIVE));

        assertThat(run("link start link-1")).isZero();

        assertThat(cli.out()).isEqualTo("link-1: active\n");
        assertThat(bridge.calls()).containsExactly("POST " + ONE + "/start?wait=1", "GET " + ONE, "GET " + ONE);
    }

    @Test
    void withoutAWaitNothingIsWaitedFor() {
        bridge.on("POST " + ONE + "/start?wait=0", new Answer(202, ACTIVE.replace("\"active\"", "\"initializing\"")));

        assertThat(run("link start link-1 --wait=0")).isZero();
        assertThat(cli.out()).isEqualTo("link-1: initializing\n");
    }

    @Test
    void aWaitThatIsOverHasACodeOfItsOwn() {
        String stuck = STOPPED.replace("\"status\"", "\"status_reason\":\"Connect does not answer\",\"status\"");
        bridge.on("POST " + ONE + "/stop?wait=0", new Answer(202, stuck)).on("GET " + ONE, stuck);

        assertThat(run("link stop link-1 --wait 100ms")).isEqualTo(9);
        assertThat(cli.err()).contains("Connect does not answer").contains("the bridge goes on");
    }

    @Test
    void aLinkThatFailsInsteadOfStartingIsAFailureWithItsReason() {
        String failed = ACTIVE.replace(
                "\"status\":\"active\"", "\"status\":\"failed\",\"status_reason\":\"us-west-1 refuses the password\"");
        bridge.on("POST " + ONE + "/start?wait=1", failed);

        assertThat(run("link start link-1")).isEqualTo(1);
        assertThat(cli.err()).contains("us-west-1 refuses the password");
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromTheirTurn() {
        bridge.on("POST " + ONE + "/pause?wait=1", PAUSED);

        assertThat(run("link pause nobody link-1")).isEqualTo(3);

        assertThat(cli.out()).isEqualTo("link-1: paused\n");
        assertThat(cli.err()).contains("streambus link pause: nobody: ");
    }

    @Test
    void allMeansEveryLinkThatMayBeMoved() {
        bridge.on("GET " + LINKS, "[" + STOPPED.replace("link-1", "b") + "," + ACTIVE + "]")
                .on("POST " + LINKS + "/b/pause?wait=1", new Answer(409, INVALID_STATE))
                .on("POST " + ONE + "/pause?wait=1", PAUSED);

        assertThat(run("link pause --all")).isZero();
        assertThat(cli.out()).isEqualTo("link-1: paused\n");

        assertThat(run("link pause b")).isEqualTo(4);
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
                 "source_offset":100000,"target_offset":99650,"lag":350,"messages_replicated":100000,
                 "bytes_replicated":10485760}}}""");

        assertThat(run("link metrics link-1 --partitions")).isZero();
        assertThat(cli.out())
                .contains("1,500,000", "157.3 MB", "350 ms", "12.0 s", "0.01", "3,600 s")
                .contains("99,650", "10.5 MB");

        assertThat(run("link metrics link-1 -o json")).isZero();
        assertThat(new ObjectMapper().readTree(cli.out()).path("link_id").asText())
                .isEqualTo("link-1");
    }

    @ParameterizedTest
    @CsvSource({"healthy,0", "degraded,8", "unhealthy,8"})
    void strictHealthIsAnExitCode(String verdict, int exitCode) {
        bridge.on("GET " + ONE + "/health", """
                {"status":"%s","source_cluster_reachable":false,"issues":["lag is 70 s"],"warnings":["odd"]}""".formatted(verdict));

        assertThat(run("link health link-1 --strict")).isEqualTo(exitCode);
        assertThat(cli.out())
                .contains(verdict)
                .contains("unreachable")
                .contains("link-1: issue: lag is 70 s")
                .contains("link-1: warning: odd");
        assertThat(run("link health link-1")).isZero();
    }

    /** What the bridge says of a document that is valid. */
    private static String preview(String changes) {
        return """
                {"valid":true,"errors":[],"changes":[%s],"connectors":[
                  {"name":"streambus.link-1.w.to.e","change":"reconfigure",
                   "settings":[{"key":"throttle","old":"0","new":"9"},{"key":"topics","old":"a","new":"b"}]},
                  {"name":"streambus.link-1.e.to.w","change":"none","settings":[]}],
                 "needs":null,"revision":7}""".formatted(changes);
    }

    private int apply(String document, String options) throws IOException {
        Path file = Files.writeString(temp.resolve("apply.json"), document);
        return run(("link apply -f " + file + " " + options).strip());
    }

    private int run(String command) {
        return run(command.split(" "));
    }

    private int run(String... command) {
        String[] all = java.util.Arrays.copyOf(command, command.length + 2);
        all[command.length] = "--url";
        all[command.length + 1] = bridge.url();
        return cli.run(all);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
