package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonShapeTest {

    private static final String EXAMPLE =
            "{'at':'2024-01-15T10:00:00Z','name':'x','rate':1000.5,'total':5,'ok':true,'parts':[{'lag':1}]}";

    @Test
    void otherValuesAndFurtherFieldsAreTheSameShape() throws Exception {
        assertThat(
                        JsonShape.faults(
                                json(EXAMPLE),
                                json(
                                        "{'at':'2026-11-27T16:00:00.123Z','more':1,'name':'','rate':0.0,'total':0,'ok':false,'parts':[{'lag':2},{'lag':3}]}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'total':5|'total':'5'|/total must be an integer, found text",
                "'total':5,||/total must be an integer, found nothing",
                "'rate':1000.5|'rate':1000|/rate must be a number with a fraction, found an integer",
                "'ok':true|'ok':null|/ok must be boolean, found null",
                "2024-01-15T10:00:00Z|2024-01-15|/at must be a time, found text",
                "{'lag':1}|{'lag':1},{'lag':true}|/parts/1/lag must be an integer, found boolean",
                "{'lag':1}||/parts must have an element to compare"
            })
    void whatIsMissingOrOfAnotherTypeIsNamed(String printed, String answered, String fault) throws Exception {
        String answer = EXAMPLE.replace(printed, answered == null ? "" : answered);

        assertThat(JsonShape.faults(json(EXAMPLE), json(answer))).containsExactly(fault);
    }

    @Test
    void anotherOrderIsAFault() throws Exception {
        assertThat(JsonShape.faults(json("{'a':{'b':1,'c':2}}"), json("{'a':{'c':2,'b':1}}")))
                .containsExactly("/a must have its fields in the order [b, c], found [c, b]");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return Http.JSON.readTree(text.replace('\'', '"'));
    }
}
