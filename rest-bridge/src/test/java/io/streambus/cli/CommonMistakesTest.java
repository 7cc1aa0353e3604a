package io.streambus.cli;

import static io.streambus.cli.BridgeStub.LINKS;
import static io.streambus.cli.link.StubbedLinks.ACTIVE;
import static io.streambus.cli.link.StubbedLinks.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.cli.BridgeStub.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of the mistakes that are made most; printed, so that they can be read as one who makes them does. */
class CommonMistakesTest {

    private static final Pattern WORDS_OF_HTTP =
            Pattern.compile("\\b(GET|PUT|POST|DELETE|HTTP|JSON pointer)\\b|/api/v1|\\?\\w+=|, \\d{3}\\)");

    @TempDir
    Path temp;

    private BridgeStub bridge;

    /**
     * A mistake.
     *
     * @param command FILE stands for a file with the content, URL for a bridge's address
     * @param answer of the bridge to the last call; null if none is made
     * @param first what the message begins with
     * @param next what to do
     */
    private record Mistake(String command, String content, Answer answer, int exitCode, String first, String next) {
        @Override
        public String toString() {
            return command;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "link strat link-1",
                        "",
                        null,
                        2,
                        "streambus link: there is no command 'strat'",
                        "did you mean stop or start or create? streambus link --help lists the commands"),
                new Mistake(
                        "link start link-1 --weit 5s",
                        "",
                        null,
                        2,
                        "streambus link start: Unknown option: '--weit'",
                        "streambus link start --help lists all options"),
                new Mistake(
                        "link start --url NOBODY",
                        "",
                        null,
                        2,
                        "streambus link start: no link is named: give ids, or --all",
                        "streambus link start --help lists all options"),
                new Mistake(
                        "link list --url NOBODY",
                        "",
                        null,
                        5,
                        "streambus link list: no bridge answers: http://127.0.0.1:",
                        "start one (streambus bridge --config FILE), or say where it is by --url or --context"),
                new Mistake(
                        "link create -f no/such/link.json --url URL",
                        "",
                        null,
                        2,
                        "streambus link create: 'no/such/link.json' does not exist",
                        "look at the file; examples are in examples/links"),
                new Mistake(
                        "link create -f FILE --url URL",
                        "{\"id\":\"link-1\",\"type\":\"active-passiv\"}",
                        problem(
                                400,
                                "VALIDATION_FAILED",
                                "the document has 2 faults; errors names each by JSON pointer",
                                """
                                "errors":[{"pointer":"/type","detail":"must be one of [active-passive, active-active, star, mesh], found \\"active-passiv\\""},
                                          {"pointer":"/confg","detail":"is not a known field; did you mean \\"config\\"?"}]"""),
                        1,
                        "streambus link create: link-1: the document has 2 faults (VALIDATION_FAILED)",
                        "correct it, and run the command again"),
                new Mistake(
                        "link create -f FILE --url URL",
                        "{\"id\":\"link-1\"}",
                        problem(
                                409,
                                "LINK_EXISTS",
                                "link link-1 exists already; PUT changes it, another id makes another link",
                                "\"retryable\":false"),
                        4,
                        "streambus link create: link-1: link link-1 exists already (LINK_EXISTS)",
                        "streambus link apply changes it; another id makes another link"),
                new Mistake(
                        "link start lnik-1 --url URL",
                        "",
                        problem(
                                404,
                                "LINK_NOT_FOUND",
                                "there is no link lnik-1; GET /api/v1/replication/links lists those that are",
                                "\"retryable\":false"),
                        3,
                        "streambus link start: lnik-1: there is no link lnik-1 (LINK_NOT_FOUND)",
                        "streambus link list shows the links"),
                new Mistake(
                        "link apply -f FILE --url URL",
                        "{\"id\":\"link-1\",\"config\":{\"batch_size\":77}}",
                        problem(
                                409,
                                "INVALID_STATE",
                                "link link-1 is active and must be paused or stopped before it is updated; POST …/pause first",
                                "\"allowed_actions\":[\"stop\",\"pause\"]"),
                        4,
                        "streambus link apply: link-1: link link-1 is active and must be paused",
                        "streambus link apply --pause pauses it for the change"),
                new Mistake(
                        "link delete link-1 --yes --url URL",
                        "",
                        problem(
                                409,
                                "INVALID_STATE",
                                "link link-1 is active and must be stopped before it is deleted; POST …/stop first",
                                "\"allowed_actions\":[\"stop\",\"pause\"]"),
                        4,
                        "streambus link delete: link-1: link link-1 is active and must be stopped",
                        "streambus link delete --stop stops it first"),
                new Mistake(
                        "link pause link-1 --url URL",
                        "",
                        problem(
                                409,
                                "INVALID_STATE",
                                "link link-1 is stopped and cannot be paused; POST …/start first",
                                "\"allowed_actions\":[\"start\",\"update\",\"delete\"]"),
                        4,
                        "streambus link pause: link-1: link link-1 is stopped and cannot be paused",
                        "streambus link start or apply or delete"),
                new Mistake(
                        "link list --url URL",
                        "",
                        problem(401, "UNAUTHENTICATED", "the call takes a login", "\"retryable\":false"),
                        6,
                        "streambus link list: the call takes a login (UNAUTHENTICATED)",
                        "give credentials: streambus context add NAME --url … --user … or --token-from …, and choose"
                                + " it by --context or streambus context use"));
    }

    private static Answer problem(int status, String code, String detail, String more) {
        return new Answer(
                status, "{\"code\":\"%s\",\"status\":%d,\"detail\":\"%s\",%s}".formatted(code, status, detail, more));
    }

    @BeforeEach
    void startBridge() throws IOException {
        bridge = new BridgeStub();
    }

    @AfterEach
    void stopBridge() {
        bridge.close();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_message_fits_on_a_screen_and_ends_with_the_next_step(Mistake mistake) throws IOException {
        if (mistake.answer() != null) {
            Stream.of(
                            "GET " + LINKS,
                            "POST " + LINKS,
                            "POST " + ONE + "/pause?wait=1",
                            "POST " + LINKS + "/lnik-1/start?wait=1",
                            "PUT " + ONE,
                            "DELETE " + ONE)
                    .forEach(call -> bridge.on(call, mistake.answer()));
            bridge.on("GET " + ONE, ACTIVE).on("PUT " + ONE + "?dry_run=true", """
                    {"valid":true,"errors":[],"connectors":[],"needs":"pause_or_stop","revision":1,
                     "changes":[{"pointer":"/config/batch_size","old":1000,"new":77}]}""");
        }
        Cli cli = new Cli(temp);
        Path file = Files.writeString(temp.resolve("link.json"), mistake.content());

        int exitCode = cli.run(mistake.command()
                .replace("FILE", file.toString())
                .replace("URL", bridge.url())
                .replace("NOBODY", nobody()));

        System.out.println("$ streambus " + mistake + "\n"
                + cli.errLines().stream().collect(Collectors.joining("\n")) + "\n[exit " + exitCode + "]\n");
        List<String> sentences = cli.err().lines().toList();
        assertThat(exitCode).isEqualTo(mistake.exitCode());
        assertThat(sentences.get(0)).startsWith(mistake.first());
        assertThat(sentences.get(sentences.size() - 1)).isEqualTo("  next: " + mistake.next());
        assertThat(cli.errLines()).hasSizeLessThan(24).allMatch(line -> line.length() <= 80, "is at most 80 wide");
        assertThat(cli.err()).doesNotContainPattern(WORDS_OF_HTTP);
        assertThat(cli.out()).isEmpty();
    }

    private static String nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }
}
