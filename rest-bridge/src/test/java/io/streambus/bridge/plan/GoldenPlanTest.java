package io.streambus.bridge.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.ReplicationLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@code golden/x.link.json} compiles to {@code golden/x.connectors.json}. After a change that is meant, write them anew with
 * {@code -Dstreambus.golden.write=true} and read the difference.
 */
class GoldenPlanTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".link.json"))
                    .map(name -> name.replace(".link.json", ""))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_link_compiles_to_its_golden_connectors(String name) throws IOException {
        byte[] document = Files.readAllBytes(GOLDEN.resolve(name + ".link.json"));
        ObjectNode tree = ((Read.Valid<ObjectNode>) JsonText.object(document)).value();
        ReplicationLink link = ((Read.Valid<ReplicationLink>) new LinkReader(() -> name).read(tree)).value();

        Map<String, Map<String, String>> connectors = new LinkedHashMap<>();
        LinkCompiler.compile(link)
                .forEach(plan ->
                        plan.connectors().forEach(connector -> connectors.put(connector.name(), connector.config())));

        assertThat(Flow.of(link).stream().flatMap(flow -> LinkCompiler.connectors(flow).stream()))
                .as("names without settings")
                .containsExactlyElementsOf(connectors.keySet());

        Path golden = GOLDEN.resolve(name + ".connectors.json");
        String compiled = JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(connectors)
                        .replace("\r\n", "\n") + "\n";
        if (Boolean.getBoolean("streambus.golden.write")) {
            Files.writeString(golden, compiled);
        }
        assertThat(compiled).isEqualTo(Files.readString(golden));
    }
}
