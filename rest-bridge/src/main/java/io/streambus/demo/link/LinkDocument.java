package io.streambus.demo.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.demo.stage.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * A link document from a file, pointed at the clusters that are there.
 *
 * @param content the document as it will be posted
 */
public record LinkDocument(ObjectNode content) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public LinkDocument {
        content = content.deepCopy();
    }

    /**
     * Reads the file and puts other brokers into it; everything else stays as the file has it.
     *
     * @throws StageException if the file is no link document with an id
     */
    public static LinkDocument read(Path file, String sourceBrokers, String targetBrokers) {
        JsonNode document;
        try {
            document = JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new StageException("the link document '" + file + "' cannot be read: " + e.getMessage(), e);
        }
        if (!(document instanceof ObjectNode content)
                || !(document.path("source_cluster") instanceof ObjectNode source)
                || !(document.path("target_cluster") instanceof ObjectNode target)
                || document.path("id").asText().isEmpty()) {
            throw new StageException(
                    "the link document '" + file + "' must be an object with id, source_cluster and target_cluster");
        }
        source.putArray("brokers").add(sourceBrokers);
        target.putArray("brokers").add(targetBrokers);
        return new LinkDocument(content);
    }

    public String id() {
        return content.path("id").asText();
    }

    /** Names of the headers that the link adds to every record. */
    public Set<String> addedHeaders() {
        Set<String> names = new TreeSet<>();
        JsonNode transform = content.path("transform");
        if (transform.path("enabled").asBoolean()) {
            transform.path("add_headers").fieldNames().forEachRemaining(names::add);
        }
        return names;
    }
}
