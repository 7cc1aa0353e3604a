package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The fenced blocks of the documentation's page, by where they stand: {@code chapter/section}, or {@code chapter/section/2} for the second of a
 * section.
 */
final class SpecPage {

    private static final String FENCE = "```";

    private final Map<String, Block> blocks = new LinkedHashMap<>();

    /**
     * What stands between two fences.
     *
     * @param language as the fence names it; empty if it does not
     */
    record Block(String language, String text) {}

    private SpecPage() {}

    /** The copy of the page that the tests carry. */
    static SpecPage read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SpecPage.class.getResourceAsStream("/spec/replication.md"), "the page")) {
            return parse(new String(in.readAllBytes(), UTF_8));
        }
    }

    static SpecPage parse(String markdown) {
        SpecPage page = new SpecPage();
        Map<String, Integer> counts = new HashMap<>();
        String chapter = "";
        String section = "";
        List<String> lines = markdown.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("## ")) {
                chapter = line.substring(3);
                section = "";
            } else if (line.startsWith("### ") || line.startsWith("#### ")) {
                section = line.substring(line.indexOf(' ') + 1);
            } else if (line.startsWith(FENCE)) {
                List<String> text = new ArrayList<>();
                for (i++; !lines.get(i).equals(FENCE); i++) {
                    text.add(lines.get(i));
                }
                String place = chapter + '/' + section;
                int count = counts.merge(place, 1, Integer::sum);
                page.blocks.put(
                        count == 1 ? place : place + '/' + count,
                        new Block(line.substring(FENCE.length()), String.join("\n", text)));
            }
        }
        return page;
    }

    /** In the page's order. */
    List<String> places() {
        return List.copyOf(blocks.keySet());
    }

    Block block(String place) {
        return Objects.requireNonNull(blocks.get(place), () -> "no block at " + place + "; there are " + places());
    }
}
