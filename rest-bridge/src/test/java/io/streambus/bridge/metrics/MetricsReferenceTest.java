package io.streambus.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The committed page names every metric of links as the code has it; {@code -Dstreambus.docs.write=true} writes the table. */
class MetricsReferenceTest {

    private static final Path PAGE = Path.of("../docs/reference/metrics.md");
    private static final String BEGIN = "<!-- Generated from MetricFamily: -->\n";
    private static final String END = "<!-- End of what is generated. -->\n";

    @Test
    void the_page_is_what_the_code_says() throws IOException {
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String after = page.substring(page.indexOf(END));
        String expected = before + table() + after;
        if (Boolean.getBoolean("streambus.docs.write")) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page)
                    .as("run with -Dstreambus.docs.write=true to write it")
                    .isEqualTo(expected);
        }
    }

    private static String table() {
        return Arrays.stream(MetricFamily.values())
                .map(MetricsReferenceTest::row)
                .collect(Collectors.joining("", "\n| name | type | labels | what |\n|---|---|---|---|\n", "\n"));
    }

    private static String row(MetricFamily family) {
        List<String> labels = new ArrayList<>(List.of("`link_id`"));
        family.labels().forEach(label -> labels.add('`' + label + '`'));
        return "| `" + family.metric() + "` | " + family.type().word() + " | " + String.join(", ", labels) + " | "
                + family.help() + " |\n";
    }
}
