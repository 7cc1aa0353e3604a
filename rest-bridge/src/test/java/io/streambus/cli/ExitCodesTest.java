package io.streambus.cli;

import static io.streambus.cli.BridgeStub.LINKS;
import static io.streambus.cli.link.StubbedLinks.ACTIVE;
import static io.streambus.cli.link.StubbedLinks.ONE;
import static io.streambus.cli.link.StubbedLinks.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.cli.BridgeStub.Answer;
import io.streambus.cli.exit.ExitCode;
import io.streambus.cli.process.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A command's help lists the exit codes that it can give, and no others: each call is answered with everything that the API says it may be. */
class ExitCodesTest {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "link list, link list",
        "status, status",
        "link describe, link describe link-1",
        "link metrics, link metrics link-1",
        "link health, link health link-1 --strict",
        "link create, link create -f FILE",
        "link apply, link apply -f FILE --pause",
        "link apply, link apply -f FILE",
        "link delete, link delete link-1 --yes --stop",
        "link start, link start link-1 --wait 100ms",
        "link skip, link skip link-1 --partition orders-0",
        "link restart, link restart link-1 --partition orders-0"
    })
    void everything_that_a_bridge_may_answer_leads_to_a_code_that_is_listed(String command, String line)
            throws IOException {
        Set<Integer> given = new TreeSet<>(Set.of(ExitCode.OK, ExitCode.USAGE));
        Map<String, Answer> well = wellAnswered();
        try (BridgeStub bridge = stub(well)) {
            given.add(run(line, bridge.url()));
            for (String call : new TreeSet<>(bridge.calls())) {
                given.addAll(refused(line, call));
            }
        }
        given.add(run(line, "http://127.0.0.1:1"));

        assertThat(listed(command)).containsAll(given);
        if (!command.equals("link apply")) {
            Set<Integer> others = new TreeSet<>(listed(command));
            others.removeAll(given);
            // Given by a link that does not get there, and by one that is not healthy: MoveCommandTest,
            // LinkCommandsTest.
            assertThat(others).isSubsetOf(ExitCode.NOT_RECONCILED, ExitCode.UNHEALTHY, ExitCode.FAILED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "link list, 8",
        "link list, 9",
        "link list, 3",
        "link list, 4",
        "link describe, 9",
        "link metrics, 8",
        "link start, 8",
        "context add, 5",
        "context list, 1",
        "status, 3"
    })
    void what_cannot_happen_is_not_listed(String command, int code) {
        assertThat(listed(command)).contains(0, 2).doesNotContain(code);
    }

    @ParameterizedTest
    @CsvSource({"link stop", "link pause", "link resume"})
    void all_moves_can_give_the_same(String command) {
        assertThat(listed(command)).isEqualTo(listed("link start"));
    }

    @Test
    void a_group_lists_what_its_commands_can_give() {
        assertThat(listed("link")).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(listed("context")).containsExactlyInAnyOrder(0, 2);
    }

    private Set<Integer> refused(String line, String call) throws IOException {
        Set<Integer> given = new TreeSet<>();
        for (ProblemCode code : problems(call)) {
            Map<String, Answer> answers = wellAnswered();
            answers.put(call, new Answer(code.status(), "{\"code\":\"%s\",\"detail\":\"no\"}".formatted(code)));
            try (BridgeStub bridge = stub(answers)) {
                given.add(run(line, bridge.url()));
            }
        }
        return given;
    }

    /** One for each status, as the exit code depends on no more but where something is not found; without the one that a command waits out. */
    private static Collection<ProblemCode> problems(String call) throws IOException {
        Set<String> statuses = statuses(call);
        return Arrays.stream(ProblemCode.values())
                .filter(code -> statuses.contains(String.valueOf(code.status())))
                .filter(code -> code.status() >= 400 && code != ProblemCode.NO_LEADER)
                .filter(code -> code != ProblemCode.NOT_FOUND && code != ProblemCode.CLUSTER_NOT_FOUND)
                .collect(Collectors.toMap(ProblemCode::status, code -> code, (one, other) -> one))
                .values();
    }

    private static Set<String> statuses(String call) throws IOException {
        try (InputStream file = ProblemCode.class.getResourceAsStream("../openapi.json")) {
            JsonNode paths = new ObjectMapper().readTree(file).path("paths");
            String method = call.substring(0, call.indexOf(' ')).toLowerCase(java.util.Locale.ROOT);
            String path = URI.create(call.substring(call.indexOf(' ') + 1)).getPath();
            Set<String> statuses = new TreeSet<>();
            paths.properties().stream()
                    .filter(entry ->
                            path.matches(VARIABLE.matcher(entry.getKey()).replaceAll("[^/]+")))
                    .forEach(entry -> entry.getValue()
                            .path(method)
                            .path("responses")
                            .fieldNames()
                            .forEachRemaining(statuses::add));
            assertThat(statuses).as(call).isNotEmpty();
            return statuses;
        }
    }

    private static Map<String, Answer> wellAnswered() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        answers.put("GET " + LINKS, new Answer(200, "[" + ACTIVE + "]"));
        answers.put("POST " + LINKS, new Answer(201, STOPPED));
        answers.put("GET " + ONE, new Answer(200, ACTIVE));
        answers.put("PUT " + ONE, new Answer(200, ACTIVE));
        answers.put("PUT " + ONE + "?dry_run=true", new Answer(200, """
                {"valid":true,"errors":[],"connectors":[],"needs":null,"revision":1,
                 "changes":[{"pointer":"/name","old":"a","new":"b"}]}"""));
        answers.put("DELETE " + ONE, new Answer(204, ""));
        answers.put("GET " + ONE + "/metrics", new Answer(200, "{}"));
        answers.put("GET " + ONE + "/health", new Answer(200, "{\"status\":\"healthy\"}"));
        Map.of("start", "active", "resume", "active", "pause", "paused", "stop", "stopped")
                .forEach((move, status) -> {
                    for (int wait = 0; wait <= 1; wait++) {
                        answers.put(
                                "POST " + ONE + "/" + move + "?wait=" + wait,
                                new Answer(200, ACTIVE.replace("\"active\"", '"' + status + '"')));
                    }
                });
        return answers;
    }

    private static BridgeStub stub(Map<String, Answer> answers) throws IOException {
        BridgeStub bridge = new BridgeStub();
        answers.forEach(bridge::on);
        return bridge;
    }

    private int run(String line, String url) throws IOException {
        Path file = Files.writeString(temp.resolve("link.json"), "{\"id\":\"link-1\",\"name\":\"b\"}");
        return new Cli(temp).run(line.replace("FILE", file.toString()) + " --url " + url);
    }

    private static Set<Integer> listed(String command) {
        CommandLine found = StreamBus.commandLine(Surroundings.ofThisProcess());
        for (String word : command.split(" ", -1)) {
            found = found.getSubcommands().get(word);
        }
        return found.getCommandSpec().usageMessage().exitCodeList().keySet().stream()
                .filter(code -> !code.contains(","))
                .map(code -> Integer.valueOf(code.strip()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
