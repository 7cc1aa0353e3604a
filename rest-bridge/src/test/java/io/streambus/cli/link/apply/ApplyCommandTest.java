package io.streambus.cli.link.apply;

import static io.streambus.cli.BridgeStub.LINKS;
import static io.streambus.cli.link.StubbedLinks.ACTIVE;
import static io.streambus.cli.link.StubbedLinks.INVALID_STATE;
import static io.streambus.cli.link.StubbedLinks.ONE;
import static io.streambus.cli.link.StubbedLinks.PAUSED;
import static io.streambus.cli.link.StubbedLinks.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streambus.cli.BridgeStub;
import io.streambus.cli.BridgeStub.Answer;
import io.streambus.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyCommandTest {

    private static final String DRY_RUN = ONE + "?dry_run=true";
    private static final String TOPICS_CHANGE = "{\"pointer\":\"/topics\",\"old\":[\"orders\",\"users\"],\"new\":[]}";

    private static final String STAR = """
            {"id":"link-1","type":"star","status":"stopped","target_cluster":{"cluster_id":"hub","brokers":["hub:9092"]},"spokes":[
              {"cluster_id":"east","brokers":["east:9092"],"connection_timeout":"30s","request_timeout":"10s","max_retries":3,
                "direction":"aggregate","security":{"enable_tls":false,"tls_skip_verify":false,"sasl_mechanism":"PLAIN",
                "sasl_username":"app","sasl_password":"***"}},
              {"cluster_id":"west","brokers":["west:9092"],"max_retries":7,"direction":"aggregate"},
              {"cluster_id":"north","brokers":["north:9092"]}]}""";

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
    void applyCreatesWhatIsNotThere() throws IOException {
        bridge.on("POST " + LINKS, new Answer(201, STOPPED));

        assertThat(apply("{\"id\":\"link-1\"}", "")).isZero();

        assertThat(cli.out()).isEqualTo("link-1: created\n");
        assertThat(bridge.calls()).containsExactly("GET " + ONE, "POST " + LINKS);
    }

    @Test
    void aLinkInTwoDocumentsIsRefusedBeforeAnythingIsSent() throws IOException {
        assertThat(apply("[{\"id\":\"link-1\"},{\"id\":\"b\"},{\"id\":\"link-1\"}]", ""))
                .isEqualTo(2);

        assertThat(cli.err()).contains("the link link-1 is in two documents: document 1 of", "and document 3 of");
        assertThat(bridge.calls()).isEmpty();
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
    void applyWithoutAnIdIsRefusedBeforeAnythingIsSent() throws IOException {
        assertThat(apply("[{\"id\":\"a\"},{\"name\":\"b\"}]", "")).isEqualTo(2);

        assertThat(cli.err()).contains("document 2 of").contains("streambus link create");
        assertThat(bridge.calls()).isEmpty();
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
        return cli.run(command, bridge);
    }
}
