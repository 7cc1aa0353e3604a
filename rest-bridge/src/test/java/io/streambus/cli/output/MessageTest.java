package io.streambus.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void a_line_that_fits_stays_as_it_is() {
        assertThat(Message.lines("  next: streambus link list")).containsExactly("  next: streambus link list");
        assertThat(Message.lines("x".repeat(80))).containsExactly("x".repeat(80));
    }

    @Test
    void a_longer_one_is_broken_at_blanks_and_goes_on_further_in() {
        String text = "  /type: " + "word ".repeat(20).strip();

        assertThat(Message.lines(text))
                .containsExactly(
                        "  /type: " + "word ".repeat(14).strip(),
                        "      " + "word ".repeat(6).strip());
    }

    @Test
    void a_word_that_is_longer_than_a_screen_stays_whole() {
        String url = "https://" + "x".repeat(90);

        assertThat(Message.lines("look at " + url + " now")).containsExactly("look at", "    " + url, "    now");
    }
}
