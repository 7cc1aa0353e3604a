package io.streambus.cli.link.document;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.cli.exit.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Link documents from files: JSON or YAML, one or an array, or several YAML documents. */
public final class LinkFiles {

    /**
     * A document and where it is from.
     *
     * @param place for messages
     */
    public record Document(String place, ObjectNode content) {

        /** The id; empty if the bridge is to make one, or to refuse what stands in its place. */
        public String id() {
            String id = content.path("id").textValue();
            return id == null ? "" : id;
        }

        /** The document for messages. */
        public String name() {
            return id().isEmpty() ? place : id();
        }
    }

    private static final String NEXT = "look at the file; examples are in examples/links";

    private final InputStream standardInput;

    public LinkFiles(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * Reads all documents of all files.
     *
     * @param files paths, or {@code -} for standard input
     * @throws CommandFailure if one cannot be read or holds something else
     */
    public List<Document> read(List<String> files) {
        List<Document> documents = new ArrayList<>();
        for (String file : files) {
            List<JsonNode> found = entries(file);
            if (found.isEmpty()) {
                throw failure(file, "holds no document");
            }
            for (int i = 0; i < found.size(); i++) {
                String place = found.size() == 1 ? name(file) : "document " + (i + 1) + " of " + name(file);
                if (!(found.get(i) instanceof ObjectNode content)) {
                    throw new CommandFailure(
                            ExitCode.USAGE, place + " is no link document: an object of fields is wanted", NEXT);
                }
                documents.add(new Document(place, content));
            }
        }
        return documents;
    }

    private List<JsonNode> entries(String file) {
        String text = text(file);
        List<JsonNode> entries = new ArrayList<>();
        try (MappingIterator<JsonNode> roots =
                mapper(text).readerFor(JsonNode.class).readValues(text)) {
            while (roots.hasNextValue()) {
                JsonNode root = roots.nextValue();
                if (root.isArray()) {
                    root.forEach(entries::add);
                } else if (!root.isNull()) {
                    entries.add(root);
                }
            }
        } catch (JsonProcessingException e) {
            // In our own words: the parser's repeat what they stumble over, which may be a password without quotes.
            boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field");
            throw failure(
                    file,
                    (twice ? "has the same field twice" : "is neither JSON nor YAML")
                            + (e.getLocation() == null
                                    ? ""
                                    : ", line " + e.getLocation().getLineNr() + ", column "
                                            + e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw failure(file, "cannot be read: " + e);
        }
        return entries;
    }

    private String text(String file) {
        try {
            return file.equals("-")
                    ? new String(standardInput.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (NoSuchFileException e) {
            throw failure(file, "does not exist");
        } catch (IOException | IllegalArgumentException e) {
            throw failure(file, "cannot be read: " + e);
        }
    }

    // JSON is YAML as well, but a JSON parser's messages fit better, and it is there sooner.
    private static ObjectMapper mapper(String text) {
        boolean json =
                text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[");
        ObjectMapper mapper = json ? new ObjectMapper() : new ObjectMapper(new YAMLFactory());
        return mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    private static String name(String file) {
        return file.equals("-") ? "standard input" : "'" + file + "'";
    }

    private static CommandFailure failure(String file, String what) {
        return new CommandFailure(ExitCode.USAGE, name(file) + " " + what, NEXT);
    }
}
