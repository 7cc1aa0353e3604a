package io.streambus.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.UncheckedIOException;

/** Writes bodies for programs. */
public final class Documents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    /**
     * The text of a body, without a line end.
     *
     * @param format JSON or YAML
     */
    public static String text(OutputFormat format, JsonNode body) {
        if (format != OutputFormat.yaml) {
            return body.toPrettyString();
        }
        try {
            return yaml().writeValueAsString(body).stripTrailing();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of a stream of documents: a line of JSON, or a document of YAML. */
    public static String entry(OutputFormat format, JsonNode body) {
        try {
            return format == OutputFormat.yaml ? "---\n" + text(format, body) : JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Made only where it is asked for: it costs a tenth of the command's time.
    private static ObjectMapper yaml() {
        return new ObjectMapper(YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build());
    }
}
