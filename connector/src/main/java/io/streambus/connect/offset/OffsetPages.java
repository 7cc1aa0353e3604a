package io.streambus.connect.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/**
 * The offset map of one partition while the flow runs: takes what the {@link OffsetRecorder} has noted and says which pages are to be written.
 *
 * <p>Invariants, which the tests name:
 *
 * <p>(A) At most {@link #MAX_PAGES} pages, for ever. When they are full, two old neighbours are thinned into one: those whose common stretch is
 * shortest for its age, so that seams grow with the distance from the end.
 *
 * <p>(B) Every page ever handed out is true by itself, so that any of them may be lost or late; see {@link OffsetPage}.
 *
 * <p>(C) A page is handed out when it has changed, and only then.
 *
 * <p>Confined to the task's thread.
 */
public final class OffsetPages {

    static final int MAX_PAGES = 16;

    private final Optional<Uuid> topicId;
    private final OffsetRecorder recorder;

    /** Older pages in the order of the target; the newest one is {@link #growing}. */
    private final FullPages full;

    private int generation;
    private GrowingPage growing = new GrowingPage(0, 0, List.of());
    private final TreeSet<Integer> changed = new TreeSet<>();

    /**
     * Goes on from what is stored.
     *
     * @param topicId of the source topic that is read now
     * @param stored the partition's pages by number, as the checkpoints topic has them; empty for a flow that is new or knew no pages
     * @param tail what stands on the target behind {@link #knownTo}
     * @param nextSource the source offset that the flow goes on from; as for {@link #goOnFrom}
     */
    public OffsetPages(Optional<Uuid> topicId, Map<Integer, OffsetPage> stored, Tail tail, long nextSource) {
        this.topicId = topicId;
        List<PageOrder.Numbered> ordered = new ArrayList<>(PageOrder.of(stored, topicId));
        generation = ordered.isEmpty() ? 0 : ordered.get(0).page().generation();
        full = new FullPages(MAX_PAGES - 1);
        if (!ordered.isEmpty()) {
            PageOrder.Numbered newest = ordered.remove(ordered.size() - 1);
            ordered.forEach(page -> changed.addAll(full.add(page)));
            growing = new GrowingPage(
                    newest.number(), newest.page().coversFrom(), newest.page().runs());
        }
        boolean seamless = take(tail);
        noteWayBack(nextSource);
        this.recorder = new OffsetRecorder(growing.end(), seamless);
    }

    /**
     * The flow goes on from another place than it came to. If that is a way back, the next {@link #changes} say so: write them before anything is
     * copied from there, for a crash must not leave copies of which nobody knows that they began lower. Records in flight from before may still be
     * acknowledged.
     *
     * @param nextSource the source offset that is copied next
     */
    public void goOnFrom(long nextSource) {
        takeRecorded();
        noteWayBack(nextSource);
    }

    /** Of the source topic whose offsets these are. */
    public Optional<Uuid> topicId() {
        return topicId;
    }

    /**
     * How far the stored pages tell of the target: the offset behind the last copy that they know of, or where the first one may stand; empty if there
     * are none of this topic.
     *
     * @param stored by number
     */
    public static OptionalLong knownTo(Optional<Uuid> topicId, Map<Integer, OffsetPage> stored) {
        List<PageOrder.Numbered> ordered = PageOrder.of(stored, topicId);
        return ordered.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(ordered.get(ordered.size() - 1).page().coversTo());
    }

    /** For the thread that learns of acknowledged records; the same one for as long as these pages are used. */
    public OffsetRecorder recorder() {
        return recorder;
    }

    /** The pages that have changed since the last call, by number. What is stored under other numbers stays. */
    public Map<Integer, OffsetPage> changes() {
        takeRecorded();
        Map<Integer, OffsetPage> pages = new TreeMap<>();
        for (PageOrder.Numbered numbered : pages()) {
            if (changed.contains(numbered.number())) {
                pages.put(numbered.number(), numbered.page());
            }
        }
        changed.clear();
        return pages;
    }

    /** Lets {@link #changes} hand out every page once more, when it is not certain that earlier ones were written. */
    public void rewriteAll() {
        pages().forEach(numbered -> changed.add(numbered.number()));
    }

    /** The map up to the last {@link #changes}. */
    public OffsetMap map() {
        return OffsetMap.of(pages().stream()
                .flatMap(numbered -> numbered.page().runs().stream())
                .toList());
    }

    private void takeRecorded() {
        OffsetRecorder.Drained drained = recorder.drain();
        if (drained.startedOver()) {
            startOver();
        }
        drained.runs().forEach(this::append);
    }

    private void noteWayBack(long nextSource) {
        if (!growing.isEmpty() && nextSource < growing.last().sourceEnd()) {
            long end = growing.end();
            if (growing.endsWithMark()) {
                // Set back twice without a copy in between.
                growing.removeMark();
            }
            mark(nextSource, end);
        }
    }

    private void mark(long source, long target) {
        growing.add(OffsetRun.setBack(source, target));
        changed.add(growing.number());
    }

    /** @return whether the next copy is the next one after the last one known */
    private boolean take(Tail tail) {
        if (tail instanceof Tail.OtherTarget other) {
            startOver();
            mark(0, other.logEnd());
            return true;
        }
        if (tail instanceof Tail.Copies copies) {
            if (copies.logEnd() < growing.end()) {
                startOver();
            }
            return take(copies);
        }
        return false;
    }

    private boolean take(Tail.Copies tail) {
        boolean seamless = tail.from() <= growing.end();
        for (OffsetRun copies : tail.copies()) {
            if (copies.targetEnd() > growing.end()) {
                OffsetRun fresh = copies.fromTarget(Math.max(copies.targetStart(), growing.end()));
                append(seamless ? fresh : fresh.afterSeam());
                seamless = true;
            }
        }
        if (growing.isEmpty()) {
            // After a crash, what stands here by now must not be taken for copies, and what comes not be missed.
            mark(0, tail.logEnd());
        } else if (growing.endsWithMark() && tail.logEnd() > growing.end()) {
            // What lies before is known to hold no copy.
            mark(growing.removeMark().sourceStart(), tail.logEnd());
        }
        return seamless;
    }

    private void append(OffsetRun run) {
        GrowingPage.Joined joined = growing.join(run);
        if (joined == GrowingPage.Joined.NO) {
            if (growing.isFull()) {
                turnPage();
            }
            growing.add(run);
        }
        if (joined != GrowingPage.Joined.KNOWN) {
            changed.add(growing.number());
        }
    }

    private void turnPage() {
        long from = growing.end();
        changed.addAll(full.add(growing.numbered(topicId, generation)));
        growing = new GrowingPage(full.freeNumber(), from, List.of());
    }

    private void startOver() {
        generation++;
        full.clear();
        changed.clear();
        growing = new GrowingPage(0, 0, List.of());
    }

    private List<PageOrder.Numbered> pages() {
        List<PageOrder.Numbered> pages = new ArrayList<>(full.pages());
        if (!growing.isEmpty()) {
            pages.add(growing.numbered(topicId, generation));
        }
        return pages;
    }
}
