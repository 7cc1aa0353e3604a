package io.streambus.connect.offset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * Makes one account of the pages that are stored. They are written one by one, so a crash can leave any mixture of newer and older ones: where two
 * tell of the same offsets one is enough, both being true; where none does, there is a seam.
 */
final class PageOrder {

    /** @param number the page's key */
    record Numbered(int number, OffsetPage page) {}

    private PageOrder() {}

    /** @return pages that follow upon each other from target offset 0 on without overlap */
    static List<Numbered> of(Map<Integer, OffsetPage> stored, Optional<Uuid> topicId) {
        List<Numbered> candidates = new ArrayList<>();
        stored.forEach((number, page) -> {
            if (page.topicId().equals(topicId)) {
                candidates.add(new Numbered(number, page));
            }
        });
        int generation = candidates.stream()
                .mapToInt(numbered -> numbered.page().generation())
                .max()
                .orElse(0);
        candidates.removeIf(numbered -> numbered.page().generation() != generation);
        candidates.sort(
                Comparator.<Numbered>comparingLong(numbered -> numbered.page().coversFrom())
                        .thenComparing(Comparator.<Numbered>comparingLong(
                                        numbered -> numbered.page().coversTo())
                                .reversed())
                        .thenComparingInt(Numbered::number));
        List<Numbered> ordered = new ArrayList<>();
        long covered = 0;
        for (Numbered numbered : candidates) {
            // One that ends where it begins says at least from where on the flow copies.
            if (ordered.isEmpty() || numbered.page().coversTo() > covered) {
                ordered.add(new Numbered(numbered.number(), numbered.page().from(covered)));
                covered = numbered.page().coversTo();
            }
        }
        return ordered;
    }
}
