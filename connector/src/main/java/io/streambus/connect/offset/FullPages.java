package io.streambus.connect.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The pages of a growing map that are full, oldest first, and no more than a number that they are thinned to. Confined to the task's thread. */
final class FullPages {

    private final int atMost;
    private final List<PageOrder.Numbered> pages = new ArrayList<>();

    /** @param atMost 2 or more */
    FullPages(int atMost) {
        this.atMost = atMost;
    }

    /** In the order of the target. */
    List<PageOrder.Numbered> pages() {
        return pages;
    }

    /**
     * Takes a page that goes on where the newest one ends.
     *
     * @return the numbers of the pages that are no longer what they were
     */
    Set<Integer> add(PageOrder.Numbered page) {
        pages.add(page);
        return pages.size() > atMost ? makeRoom() : Set.of();
    }

    /** A number that no page here has. */
    int freeNumber() {
        Set<Integer> used = pages.stream().map(PageOrder.Numbered::number).collect(Collectors.toSet());
        int number = 0;
        while (used.contains(number)) {
            number++;
        }
        return number;
    }

    void clear() {
        pages.clear();
    }

    private Set<Integer> makeRoom() {
        int first = shortestForItsAge();
        PageOrder.Numbered left = pages.get(first);
        List<OffsetRun> runs = new ArrayList<>(left.page().runs());
        runs.addAll(pages.get(first + 1).page().runs());
        List<OffsetRun> thinned = Thinning.thin(runs, OffsetPage.MAX_RUNS);
        if (thinned.size() > OffsetPage.MAX_RUNS) {
            // Set back so often that nothing can be left out in between: the map begins later.
            pages.remove(0);
            PageOrder.Numbered oldest = pages.get(0);
            pages.set(0, new PageOrder.Numbered(oldest.number(), oldest.page().from(0)));
            return Set.of();
        }
        OffsetPage merged = new OffsetPage(
                left.page().topicId(), left.page().generation(), left.page().coversFrom(), thinned);
        pages.remove(first + 1);
        pages.set(first, new PageOrder.Numbered(left.number(), merged));
        return Set.of(left.number());
    }

    /** Two neighbours, the first one's index: where little lies between them and much behind them, seams are felt least. */
    private int shortestForItsAge() {
        long end = pages.get(pages.size() - 1).page().coversTo();
        int best = 0;
        double bestRatio = Double.MAX_VALUE;
        // Not the newest one: most groups are near the end.
        for (int i = 0; i + 2 < pages.size(); i++) {
            long from = pages.get(i).page().coversFrom();
            double ratio = (double) (pages.get(i + 1).page().coversTo() - from) / (end - from);
            if (ratio < bestRatio) {
                best = i;
                bestRatio = ratio;
            }
        }
        return best;
    }
}
