package io.streambus.cli.context;

import static io.streambus.cli.BridgeStub.LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.cli.BridgeStub;
import io.streambus.cli.BridgeStub.Answer;
import io.streambus.cli.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is called with which credentials. */
class ContextCommandsTest {

    private static final String SECRET = "s3cr3t-word";

    @TempDir
    Path home;

    private BridgeStub bridge;
    private Cli cli;

    @BeforeEach
    void startBridge() throws IOException {
        bridge = new BridgeStub().on("GET " + LINKS, "[]");
        cli = new Cli(home);
    }

    @AfterEach
    void stopBridge() {
        bridge.close();
    }

    @Test
    void theFirstContextIsTheCurrentOneAndIsCalledWithItsPassword() throws IOException {
        cli.piping(SECRET + "\n");
        assertThat(cli.run("context add east --url " + bridge.url() + " --user alice --password-stdin"))
                .as(cli.err())
                .isZero();

        assertThat(cli.run("link list")).as(cli.err()).isZero();

        String pair = Base64.getEncoder().encodeToString(("alice:" + SECRET).getBytes(StandardCharsets.UTF_8));
        assertThat(bridge.requests().get(0).header("Authorization")).contains("Basic " + pair);
        Path file = home.resolve(".streambus/config.yaml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        assertThat(cli.run("context list")).isZero();
        assertThat(cli.out())
                .contains("east")
                .contains("user alice")
                .contains("*")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({"env:TOKEN", "file:FILE", "command:echo s3cr3t-word"})
    void aTokenIsFetchedFromWhereItIsSaidToBe(String reference) throws IOException {
        Path file = Files.writeString(home.resolve("token"), SECRET + "\nof the bridge in the east\n");
        cli.with("TOKEN", SECRET);

        assertThat(cli.run(
                        "context",
                        "add",
                        "east",
                        "--url",
                        bridge.url(),
                        "--token-from",
                        reference.replace("FILE", file.toString())))
                .isZero();
        assertThat(cli.run("link list")).as(cli.err()).isZero();

        assertThat(bridge.requests().get(0).header("Authorization")).contains("Bearer " + SECRET);
        assertThat(Files.readString(home.resolve(".streambus/config.yaml")).replace("echo " + SECRET, ""))
                .doesNotContain(SECRET);
    }

    @Test
    void aTokenThatIsNoneIsRefusedWithoutShowingIt() {
        cli.with("TOKEN", "not a token");
        cli.run("context", "add", "east", "--url", bridge.url(), "--token-from", "env:TOKEN");

        assertThat(cli.run("link list")).isEqualTo(2);

        assertThat(cli.err()).contains("token holds blanks").doesNotContain("not a token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "env:NOT_SET|'env:NOT_SET' gives no text",
                "file:/no/such|'file:/no/such' cannot be read",
                "command:exit 3|'command:exit 3' ended with exit code 3"
            })
    void aSecretThatIsNotThereIsNamedByItsReference(String reference, String message) {
        cli.run("context", "add", "east", "--url", bridge.url(), "--token-from", reference);

        assertThat(cli.run("link list")).isEqualTo(2);
        assertThat(cli.err()).contains(message);
        assertThat(bridge.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--user alice|go together",
                "--password-stdin|go together",
                "--token-from s3cr3t-word|none of them",
                "--token-from env:A --user a --password-from env:B|one password or one token is wanted",
                "--user a:b --password-from env:B|must not hold a colon",
                "--cert-file c.pem|--cert-file and --key-file go together",
                "--peer https://other:1|both http or both https"
            })
    void contextsThatCannotBeAreRefusedAndSecretsNotRepeated(String options, String message) {
        cli.piping("x\n");

        assertThat(cli.run("context add east --url " + bridge.url() + " " + options))
                .isEqualTo(2);
        assertThat(cli.err()).contains(message);
        assertThat(cli.err().lines().findFirst().orElseThrow()).doesNotContain(SECRET);
        assertThat(home.resolve(".streambus/config.yaml")).doesNotExist();
    }

    @Test
    void credentialsStayWithTheAddressThatTheyWereGivenFor() throws IOException {
        cli.with("TOKEN", SECRET);
        cli.run("context add east --url " + bridge.url() + " --token-from env:TOKEN");
        try (BridgeStub other = new BridgeStub().on("GET " + LINKS, "[]")) {
            assertThat(cli.run("link list --url " + other.url())).isZero();
            assertThat(cli.run("link list --url " + bridge.url())).isZero();

            assertThat(other.requests().get(0).header("Authorization")).isEmpty();
            assertThat(bridge.requests().get(0).header("Authorization")).contains("Bearer " + SECRET);
        }
    }

    @Test
    void useAndRemoveChooseAnother() throws IOException {
        try (BridgeStub other = new BridgeStub().on("GET " + LINKS, "[]")) {
            cli.run("context add east --url " + bridge.url());
            cli.run("context add west --url " + other.url());

            cli.run("link list");
            cli.run("link list --context west");
            cli.run("context use west");
            cli.run("link list");
            assertThat(bridge.calls()).hasSize(1);
            assertThat(other.calls()).hasSize(2);

            assertThat(cli.run("context remove west")).isZero();
            assertThat(cli.run("link list --context west")).isEqualTo(2);
            assertThat(cli.err()).contains("there are [east]");
        }
    }

    @Test
    void aFileWithASecretThatOthersCanReadIsNotRead() throws IOException {
        Path file = config("contexts: {east: {url: \"%s\", token: %s}}".formatted(bridge.url(), SECRET), "rw-r--r--");

        assertThat(cli.run("link list --context east")).isEqualTo(2);

        assertThat(cli.err()).contains("chmod 600 '" + file + "'").doesNotContain(SECRET);
        assertThat(bridge.calls()).isEmpty();
    }

    /** Who writes it could have the login sent elsewhere. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rw-rw-r--|token_from: 'env:TOKEN'",
                "rw----rw-|{user: ann, password_from: 'file:/nowhere'}",
                "rw--w----|{cert_file: /nowhere, key_file: /nowhere}"
            })
    void aFileThatLogsInAndThatOthersCanWriteIsNotRead(String permissions, String login) throws IOException {
        String fields = login.replace("{", "").replace("}", "");
        Path file = config("contexts: {east: {url: \"%s\", %s}}".formatted(bridge.url(), fields), permissions);
        cli.with("TOKEN", SECRET);

        assertThat(cli.run("link list --context east")).isEqualTo(2);

        assertThat(cli.err()).contains("chmod 600 '" + file + "'");
        assertThat(bridge.calls()).isEmpty();
    }

    @Test
    void aFileThatOthersCanReadIsReadWhereTheSecretIsElsewhere() throws IOException {
        config("contexts: {east: {url: \"%s\", token_from: 'env:TOKEN'}}".formatted(bridge.url()), "rw-r--r--");
        bridge.on("GET /api/v1/replication/links", "[]");

        assertThat(cli.with("TOKEN", SECRET).run("link list --context east")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "contexts: {east: {url: `http://x`, pasword: s3cr3t-word}}|contexts.east: the field 'pasword' is not known",
                "contexts: {east: {token: s3cr3t-word}}|contexts.east: the field url is missing",
                "contexts: {east: {url: `http://x`, token: s3cr3t-word, user: a}}|exclude each other",
                "current: nobody|there is no context of that name",
                "token: s3cr3t-word: s3cr3t-word|is no YAML at line 1",
                "contexts: {east: {url: `http://x`, token: [s3cr3t-word]}}|the field token must be a text"
            })
    void aFileThatIsWrongIsNamedWithItsFieldAndWithoutItsSecrets(String text, String message) throws IOException {
        Path file = config(text.replace('`', '"'), "rw-------");

        assertThat(cli.run("link list")).isEqualTo(2);
        assertThat(cli.err()).contains("'" + file + "'").contains(message).doesNotContain(SECRET);
    }

    @Test
    void aRedirectToTheLeaderIsFollowedWithMethodBodyAndCredentials() throws IOException {
        cli.with("TOKEN", SECRET);
        cli.run("context add east --url " + bridge.url() + " --token-from env:TOKEN");
        Path document = Files.writeString(home.resolve("link.json"), "{\"id\":\"link-1\"}");
        try (BridgeStub leader = new BridgeStub()) {
            bridge.on("POST " + LINKS, new Answer(307, "", Map.of("Location", leader.url() + LINKS)));
            leader.on("POST " + LINKS, new Answer(201, "{\"id\":\"link-1\",\"status\":\"stopped\"}"));

            assertThat(cli.run("link create -f " + document)).as(cli.err()).isZero();

            assertThat(leader.requests().get(0).body()).isEqualTo("{\"id\":\"link-1\"}");
            assertThat(leader.requests().get(0).header("Authorization")).contains("Bearer " + SECRET);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://localhost:PORT|does not list it",
                "https://127.0.0.1:PORT|the scheme must stay http",
                "http://127.0.0.1:PORT/again|from bridge to bridge without end"
            })
    void aRedirectElsewhereIsNotFollowedWithCredentials(String target, String message) throws IOException {
        cli.with("TOKEN", SECRET);
        cli.run("context add east --url " + bridge.url() + " --token-from env:TOKEN");
        String location = target.replace("PORT", String.valueOf(bridge.port()));
        bridge.on("GET " + LINKS, new Answer(307, "", Map.of("Location", location)))
                .on("GET /again", new Answer(307, "", Map.of("Location", location)));

        assertThat(cli.run("link list")).isEqualTo(5);

        assertThat(cli.err()).contains(message);
        assertThat(bridge.calls().size()).isEqualTo(target.endsWith("again") ? 4 : 1);
    }

    @Test
    void withoutCredentialsAnotherHostMayLead() throws IOException {
        bridge.on(
                "GET " + LINKS,
                new Answer(307, "", Map.of("Location", "http://localhost:" + bridge.port() + "/elsewhere")));
        bridge.on("GET /elsewhere", "[]");

        assertThat(cli.run("link list --url " + bridge.url())).as(cli.err()).isZero();
    }

    @Test
    void aPeerIsAskedWhereTheFirstBridgeIsUnreachable() throws IOException {
        BridgeStub gone = new BridgeStub();
        gone.close();
        cli.run("context add east --url " + gone.url() + " --peer " + bridge.url());

        assertThat(cli.run("link list")).as(cli.err()).isZero();
        assertThat(bridge.calls()).hasSize(1);
    }

    @Test
    void credentialsInClearToAnotherMachineAreWarnedOf() {
        cli.with("TOKEN", SECRET);
        // A name that nobody has (RFC 2606).
        cli.run("context add east --url http://bridge.invalid:1 --token-from env:TOKEN");

        assertThat(cli.run("link list")).isEqualTo(5);
        assertThat(cli.err()).contains("use https").doesNotContain(SECRET);
    }

    private Path config(String text, String permissions) throws IOException {
        Path file = home.resolve("config.yaml");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        cli.with("STREAMBUS_CONFIG", file.toString());
        return file;
    }

    @ParameterizedTest
    @CsvSource({"--ca-file MISSING, ca_file", "--ca-file ODD, ca_file", "--cert-file MISSING --key-file ODD, cert_file"
    })
    void aFileThatCannotBeUsedIsRefusedBeforeItIsKept(String options, String field) throws IOException {
        Path odd = Files.writeString(home.resolve("odd.pem"), "nothing here");
        Path missing = home.resolve("missing.pem");

        assertThat(cli.run("context add east --url https://b.example.com "
                        + options.replace("MISSING", missing.toString()).replace("ODD", odd.toString())))
                .isEqualTo(2);

        assertThat(cli.err())
                .contains("the context's " + field + " '" + (options.startsWith("--ca-file ODD") ? odd : missing) + "'")
                .contains(options.startsWith("--ca-file ODD") ? "holds no certificate" : "there is no such file")
                .contains("  next: streambus context add with --" + field.replace('_', '-'));
        assertThat(home.resolve(".streambus/config.yaml")).doesNotExist();
    }

    /** What a user does not want to hear, and cannot do anything about. */
    @Test
    void anElectionIsWaitedOut() throws IOException {
        Answer nobody = new Answer(503, "{\"code\":\"NO_LEADER\",\"detail\":\"no bridge leads\",\"retryable\":true}");
        bridge.on("DELETE " + LINKS + "/link-1", nobody, nobody, new Answer(204, ""));

        assertThat(cli.run("link delete link-1 --yes", bridge)).as(cli.err()).isZero();
        assertThat(cli.out()).isEqualTo("link-1: deleted\n");
    }

    /** A leader that was killed is named until its session ends. */
    @Test
    void aLeaderThatIsAwayIsWaitedFor() throws IOException {
        Answer gone = new Answer(307, "", Map.of("Location", "http://127.0.0.1:1" + LINKS + "/link-1"));
        bridge.on("DELETE " + LINKS + "/link-1", gone, new Answer(204, ""));

        assertThat(cli.run("link delete link-1 --yes", bridge)).as(cli.err()).isZero();
        assertThat(bridge.calls()).hasSize(2);
    }
}
