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
    void applyLeavesALinkAloneThatIsAsWanted() throws IOException {
        bridge.on("GET " + ONE, ACTIVE);

        assertThat(apply(
                        "{\"id\":\"link-1\",\"topics\":[\"orders\",\"users\"],\"source_cluster\":{\"connection_timeout\":\"90s\"}}",
                        ""))
                .isZero();

        assertThat(cli.out()).isEqualTo("link-1: unchanged\n");
        assertThat(bridge.calls()).containsExactly("GET " + ONE);
    }

    @Test
    void applyShowsWhatChangesAndChangesOnlyWhatItHasSeen() throws IOException {
        bridge.on("GET " + ONE, new Answer(200, STOPPED, Map.of("ETag", "\"7\"")));
        bridge.on("PUT " + ONE, STOPPED);
        String document = "{\"id\":\"link-1\",\"topics\":[\"orders\"],\"config\":{\"throttle_rate_bytes_per_sec\":9}}";

        assertThat(apply(document, "--dry-run")).isZero();
        assertThat(cli.out()).startsWith("link-1: would be changed\n");
        assertThat(bridge.calls()).containsExactly("GET " + ONE);

        assertThat(apply(document, "")).isZero();
        assertThat(cli.out()).isEqualTo("""
                link-1: changed
                  topics: orders, users -> orders
                  config.throttle_rate_bytes_per_sec: 0 -> 9
                """);
        assertThat(bridge.requests().get(2).header("If-Match")).contains("\"7\"");
        assertThat(bridge.requests().get(2).json()).isEqualTo(new ObjectMapper().readTree(document));
    }

    @Test
    void applyOnARunningLinkSaysHowToGoOn() throws IOException {
        bridge.on("GET " + ONE, ACTIVE).on("PUT " + ONE, new Answer(409, INVALID_STATE));

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[]}", "")).isEqualTo(4);

        assertThat(cli.err())
                .contains("what is allowed now: start, update, delete")
                .contains("apply --pause");
    }

    @Test
    void applyWithPauseResumesALinkThatRan() throws IOException {
        bridge.on("GET " + ONE, ACTIVE)
                .on("POST " + ONE + "/pause?wait=1", PAUSED)
                .on("PUT " + ONE, PAUSED)
                .on("POST " + ONE + "/resume?wait=1", ACTIVE);

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[]}", "--pause")).isZero();

        assertThat(bridge.calls())
                .containsExactly(
                        "GET " + ONE, "POST " + ONE + "/pause?wait=1", "PUT " + ONE, "POST " + ONE + "/resume?wait=1");
    }

    @Test
    void applyWithPauseStopsAndStartsALinkThatKeepsFailing() throws IOException {
        bridge.on("GET " + ONE, ACTIVE.replace("\"status\":\"active\"", "\"status\":\"failed\""))
                .on("POST " + ONE + "/stop?wait=1", STOPPED)
                .on("PUT " + ONE, STOPPED)
                .on("POST " + ONE + "/start?wait=1", ACTIVE);

        assertThat(apply("{\"id\":\"link-1\",\"topics\":[]}", "--pause")).isZero();

        assertThat(bridge.calls())
                .containsExactly(
                        "GET " + ONE, "POST " + ONE + "/stop?wait=1", "PUT " + ONE, "POST " + ONE + "/start?wait=1");
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
        bridge.on("GET " + ONE, STOPPED).on("PUT " + ONE, STOPPED);

        assertThat(apply(document, "")).isZero();
        assertThat(cli.out()).contains("sasl_password: *** -> the given secret").doesNotContain("/s:pass");

        assertThat(apply(document, "--keep-secrets")).isZero();
        assertThat(cli.out()).isEqualTo("link-1: unchanged\n");
    }

    @Test
    void secretsInSpokesAreNeverShownEither() throws IOException {
        bridge.on("GET " + ONE, STAR).on("PUT " + ONE, STAR);
        String document = """
                {"id":"link-1","spokes":[
                  {"cluster_id":"east","brokers":["east:9092"],"security":{"sasl_mechanism":"PLAIN","sasl_username":"app",
                    "sasl_password":"hunter2","properties":{"sasl.login.callback":"hunter3"}}},
                  {"cluster_id":"west","brokers":["west:9093"]},
                  {"cluster_id":"south","brokers":["south:9092"],"security":{"sasl_username":"app","sasl_password":"hunter4"}}]}""";

        assertThat(apply(document, "")).isZero();
        assertThat(cli.out()).isEqualTo("""
                link-1: changed
                  spokes[east].security.sasl_password: *** -> the given secret, which cannot be compared
                  spokes[east].security.properties.sasl.login.callback: (default) -> ***
                  spokes[west].brokers: west:9092 -> west:9093
                  spokes[west].max_retries: 7 -> (default)
                  spokes[south]: (none) -> {"cluster_id":"south","brokers":["south:9092"],"security":{"sasl_username":"app","sasl_password":"***"}}
                  spokes[north]: {"cluster_id":"north","brokers":["north:9092"]} -> (none)
                """);

        assertThat(apply(document, "--keep-secrets")).isZero();
        assertThat(cli.out() + cli.err()).doesNotContain("hunter2", "cannot be compared");
        JsonNode sent = bridge.requests().get(3).json().path("spokes").path(0).path("security");
        assertThat(sent.path("sasl_password").asText()).isEqualTo("***");
        assertThat(sent.path("sasl_username").asText()).isEqualTo("app");
    }

    @Test
    void aStarIsUnchangedInAnotherOrderAndWithItsSecretsKept() throws IOException {
        bridge.on("GET " + ONE, STAR);

        assertThat(apply("""
                        {"id":"link-1","spokes":[{"cluster_id":"north","brokers":["north:9092"]},
                        {"cluster_id":"west","brokers":["west:9092"],"max_retries":7},
                        {"cluster_id":"east","brokers":["east:9092"],"security":{"sasl_mechanism":"PLAIN","sasl_username":"app",
                        "sasl_password":"hunter2"}}]}""", "--keep-secrets")).isZero();
        assertThat(cli.out()).isEqualTo("link-1: unchanged\n");
    }

    @Test
    void applyWithoutAnIdIsRefusedBeforeAnythingIsSent() throws IOException {
        assertThat(apply("[{\"id\":\"a\"},{\"name\":\"b\"}]", "")).isEqualTo(2);

        assertThat(cli.err()).contains("document 2 of").contains("streambus link create");
        assertThat(bridge.calls()).isEmpty();
    }

    private int apply(String document, String options) throws IOException {
        Path file = Files.writeString(temp.resolve("apply.json"), document);
        return run(("link apply -f " + file + " " + options).strip());
    }

    private int run(String command) {
        return cli.run(command, bridge);
    }
}
