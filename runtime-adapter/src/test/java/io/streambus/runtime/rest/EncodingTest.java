package io.streambus.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b|a%20b",
                "a+b|a%2Bb",
                "a/b|a%2Fb",
                "50%|50%25",
                "~._-|~._-",
                "a*|a%2A",
                "größe|gr%C3%B6%C3%9Fe",
                "a?b#c|a%3Fb%23c"
            })
    void aNameIsOnePathSegment(String name, String segment) {
        assertThat(Encoding.segment(name)).isEqualTo(segment);
    }
}
