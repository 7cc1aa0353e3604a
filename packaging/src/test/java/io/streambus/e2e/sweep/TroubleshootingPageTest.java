package io.streambus.e2e.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page tells of exactly what is swept, in its order. */
class TroubleshootingPageTest {

    private static final String HEADER = "| broken | ";

    @Test
    void thePageHasARowForEachFaultOfTheSweep() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "troubleshooting.md"));
        List<String> named = lines.stream()
                .dropWhile(line -> !line.startsWith(HEADER))
                .skip(2)
                .takeWhile(line -> line.startsWith("| "))
                .map(row -> row.substring(2, row.indexOf(" |", 2)))
                .toList();

        assertThat(named)
                .containsExactlyElementsOf(
                        SweptFaults.all().stream().map(SweptFault::name).toList());
    }
}
