package io.streambus.demo.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.streambus.demo.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkDocumentTest {

    private static final String DOCUMENT = """
            {"id": "link-1", "topics": ["orders"],
             "source_cluster": {"cluster_id": "us-west-1", "brokers": ["127.0.0.1:9092"]},
             "target_cluster": {"cluster_id": "us-east-1", "brokers": ["127.0.0.1:9192"]},
             "transform": {"enabled": %s, "add_headers": {"replicated_from": "us-west-1"}}}
            """;

    @TempDir
    Path temp;

    @Test
    void onlyTheBrokersAreReplaced() throws IOException {
        LinkDocument document = read(DOCUMENT.formatted(true));

        JsonNode json = document.content();
        assertThat(json.at("/source_cluster/brokers").toString()).isEqualTo("[\"127.0.0.1:1\"]");
        assertThat(json.at("/target_cluster/brokers").toString()).isEqualTo("[\"127.0.0.1:2\"]");
        assertThat(json.at("/source_cluster/cluster_id").asText()).isEqualTo("us-west-1");
        assertThat(json.at("/topics").toString()).isEqualTo("[\"orders\"]");
        assertThat(document.id()).isEqualTo("link-1");
    }

    @Test
    void headersThatAnEnabledTransformAddsAreKnown() throws IOException {
        assertThat(read(DOCUMENT.formatted(true)).addedHeaders()).containsExactly("replicated_from");
        assertThat(read(DOCUMENT.formatted(false)).addedHeaders()).isEmpty();
    }

    @Test
    void aFileThatIsNoLinkDocumentIsNamed() {
        assertThatThrownBy(() -> read("[]")).isInstanceOf(StageException.class).hasMessageContaining("link.json");
        assertThatThrownBy(() -> read("{oops"))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("link.json");
        assertThatThrownBy(() -> LinkDocument.read(temp.resolve("absent.json"), "a:1", "b:1"))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("absent.json");
    }

    private LinkDocument read(String content) throws IOException {
        return LinkDocument.read(Files.writeString(temp.resolve("link.json"), content), "127.0.0.1:1", "127.0.0.1:2");
    }
}
