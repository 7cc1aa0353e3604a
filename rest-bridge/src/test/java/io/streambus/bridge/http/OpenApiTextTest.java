package io.streambus.bridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The description of the API says something about everything in it, as linters and readers want; .ci/run has a linter look at it as well. */
class OpenApiTextTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode api = read();

    @Test
    void everyFieldOfEveryBodyHasADescription() {
        List<String> silent = new ArrayList<>();
        collect(api.path("components").path("schemas"), "", silent);
        collect(api.path("paths"), "", silent);

        assertThat(silent).isEmpty();
        assertThat(api.at("/components/schemas/LinkDocument/properties")).isNotEmpty();
    }

    /** Fields stand under {@code properties}, which some schemas have as a field of that name too. */
    private static void collect(JsonNode node, String path, List<String> silent) {
        node.properties().forEach(entry -> {
            String here = path + '/' + entry.getKey();
            boolean fields = entry.getKey().equals("properties") && !path.endsWith("/properties");
            if (fields) {
                entry.getValue().properties().stream()
                        .filter(field -> isBlank(field.getValue().path("description")))
                        .forEach(field -> silent.add(here + '/' + field.getKey()));
            }
            collect(entry.getValue(), here, silent);
        });
        if (node.isArray()) {
            node.forEach(element -> collect(element, path, silent));
        }
    }

    @Test
    void everyCallHasANameASummaryAndAnswersOfBothKinds() {
        Set<String> names = new HashSet<>();
        calls().forEach(call -> {
            String name = call.path("operationId").asText();
            assertThat(names.add(name)).as(name + " is there once").isTrue();
            assertThat(isBlank(call.path("summary"))).as(name).isFalse();
            assertThat(call.path("responses").fieldNames())
                    .toIterable()
                    .as(name)
                    .anyMatch(status -> status.startsWith("2"))
                    .anyMatch(status -> status.startsWith("4"));
            assertThat(call.path("responses")).as(name).noneMatch(answer -> isBlank(answer.path("description")));
            assertThat(call.path("parameters")).as(name).noneMatch(parameter -> isBlank(parameter.path("description")));
        });
        assertThat(names).isNotEmpty();
    }

    @Test
    void theDocumentSaysWhoServesItAndUnderWhichLicense() {
        assertThat(api.path("servers")).isNotEmpty();
        assertThat(api.at("/info/license/name").asText()).isNotEmpty();
        assertThat(isBlank(api.at("/info/description"))).isFalse();
    }

    private Stream<JsonNode> calls() {
        return api.path("paths")
                .valueStream()
                .flatMap(path -> path.properties().stream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .map(java.util.Map.Entry::getValue));
    }

    private static boolean isBlank(JsonNode text) {
        return text.asText().isBlank();
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(new OpenApiResource().get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
