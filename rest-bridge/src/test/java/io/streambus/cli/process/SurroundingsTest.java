package io.streambus.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {

    @Test
    void home_is_where_the_shell_says() {
        assertThat(Surroundings.home(Map.of("HOME", "/elsewhere"), "/home/ann")).isEqualTo(Path.of("/elsewhere"));
    }

    @Test
    void without_a_word_of_the_shell_home_is_what_java_says() {
        assertThat(Surroundings.home(Map.of(), "/home/ann")).isEqualTo(Path.of("/home/ann"));
        assertThat(Surroundings.home(Map.of("HOME", ""), "/home/ann")).isEqualTo(Path.of("/home/ann"));
    }
}
