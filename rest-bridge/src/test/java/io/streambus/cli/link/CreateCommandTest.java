package io.streambus.cli.link;

import static io.streambus.cli.BridgeStub.LINKS;
import static io.streambus.cli.link.StubbedLinks.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.streambus.cli.BridgeStub;
import io.streambus.cli.BridgeStub.Answer;
import io.streambus.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateCommandTest {

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

    private int run(String command) {
        return cli.run(command, bridge);
    }
}
