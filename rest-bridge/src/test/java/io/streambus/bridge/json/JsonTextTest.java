package io.streambus.bridge.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                          | the body is empty; send a JSON object
            `   `                       | the body is empty; send a JSON object
            []                          | must be a JSON object, found an array
            "x"                         | must be a JSON object, found text
            {"a": 1                     | not valid JSON (line 1
            {"password": hunter2}       | not valid JSON (line 1
            {"a": NaN}                  | not valid JSON (line 1
            {"a": 1, "a": 2}            | the same field twice
            {"a": {"b": 1, "b": 2}}     | the same field twice
            {"a": 1} {"b": 2}           | goes on after its JSON document
            {"a": 1} x                  | line 1
            """)
    void what_two_parsers_could_read_differently_is_refused_without_repeating_it(String text, String reason) {
        assertThat(message(text.getBytes(StandardCharsets.UTF_8)))
                .contains(reason)
                .doesNotContain("hunter2");
    }

    @Test
    void nesting_is_bounded() {
        assertThat(message(("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8)))
                .contains("nested deeper than 32 levels");
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() {
        assertThat(message(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}))
                .containsAnyOf("UTF-8", "not valid JSON");
    }

    /** A megabyte of the smallest values is a hundred megabytes of tree. */
    @Test
    void names_and_values_of_a_body_are_bounded_and_those_of_what_is_stored_are_not() {
        byte[] tooMany = "{\"topics\":[%s{}]}".formatted("{},".repeat(50_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(message(tooMany)).contains("more than 100000 names and values");
        // What is stored has fields that the body left out.
        assertThat(JsonText.object(tooMany)).isInstanceOf(Read.Valid.class);
    }

    @Test
    void a_body_of_very_many_topics_is_taken() {
        byte[] many =
                "{\"topics\":[%s\"x\"]}".formatted("\"orders\",".repeat(90_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(JsonText.document(many)).isInstanceOf(Read.Valid.class);
    }

    @Test
    void names_are_bounded() {
        assertThat(message("{\"%s\":1}".formatted("x".repeat(1_001)).getBytes(StandardCharsets.UTF_8)))
                .contains("overlong name");
    }

    private static String message(byte[] bytes) {
        Read<ObjectNode> read = JsonText.document(bytes);
        assertThat(read).isInstanceOf(Read.Invalid.class);
        return ((Read.Invalid<ObjectNode>) read).faults().get(0).message();
    }
}
