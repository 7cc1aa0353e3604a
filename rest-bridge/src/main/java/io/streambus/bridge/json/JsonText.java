package io.streambus.bridge.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** JSON text to tree and back, strictly: what two parsers could read differently is refused. Thread-safe: stateless. */
public final class JsonText {

    private static final int MAX_DEPTH = 32;

    /** Names and values of a body, and brackets: the smallest take three bytes of text and a hundred of memory. */
    public static final int MOST_TOKENS = 100_000;

    private static final int LONGEST_NAME = 1_000;

    /** For what the bridge has written itself, with all the fields that a caller may leave out. */
    private static final JsonMapper STRICT = strict(constraints().build());

    private static final JsonMapper BOUNDED = strict(
            constraints().maxTokenCount(MOST_TOKENS).maxNameLength(LONGEST_NAME).build());

    private static StreamReadConstraints.Builder constraints() {
        return StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(100);
    }

    private static JsonMapper strict(StreamReadConstraints constraints) {
        return JsonMapper.builder(JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                        .streamReadConstraints(constraints)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    private JsonText() {}

    /**
     * What a caller sent: bounded in what it takes of memory, not only in bytes.
     *
     * @param bytes UTF-8, of bounded length
     */
    public static Read<ObjectNode> document(byte[] bytes) {
        return read(BOUNDED, bytes);
    }

    /** What the bridge has written itself. */
    public static Read<ObjectNode> object(byte[] bytes) {
        return read(STRICT, bytes);
    }

    private static Read<ObjectNode> read(JsonMapper mapper, byte[] bytes) {
        JsonNode node;
        try {
            node = mapper.readTree(bytes);
        } catch (JsonProcessingException e) {
            return invalid(describe(e));
        } catch (IOException e) {
            // Jackson's UTF-8 decoder reports malformed bytes as a plain CharConversionException.
            return invalid("the body is not UTF-8 text; send the JSON document in UTF-8");
        }
        if (node instanceof ObjectNode object) {
            return new Read.Valid<>(object);
        }
        return invalid(
                node.isMissingNode()
                        ? "the body is empty; send a JSON object"
                        : "the body must be a JSON object, found " + Found.kind(node));
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return STRICT.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree of plain values could not be written as JSON", e);
        }
    }

    public static ObjectNode newObject() {
        return STRICT.createObjectNode();
    }

    private static Read<ObjectNode> invalid(String message) {
        return new Read.Invalid<>(List.of(new Fault("", message)));
    }

    /** In our own words: Jackson's would quote the text around the fault, which may be a password. */
    private static String describe(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            if (String.valueOf(e.getOriginalMessage()).startsWith("Token count")) {
                return "the body holds more than " + MOST_TOKENS + " names and values" + at(e)
                        + "; name topics by topics_regex";
            }
            return "the body is nested deeper than " + MAX_DEPTH + " levels or holds an overlong name or number"
                    + at(e);
        }
        String message = String.valueOf(e.getOriginalMessage());
        if (message.startsWith("Duplicate field")) {
            return "the body has the same field twice" + at(e) + "; keep one of them";
        }
        if (message.startsWith("Trailing token")) {
            return "the body goes on after its JSON document" + at(e) + "; send one JSON object";
        }
        return "the body is not valid JSON" + at(e);
    }

    private static String at(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        if (location == null && e.getProcessor() instanceof JsonParser parser) {
            location = parser.currentLocation();
        }
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
