package io.streambus.connect.offset;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OffsetRecorderTest {

    private final OffsetRecorder recorder = new OffsetRecorder(0, true);

    @Test
    void recordsAtTheSameDistanceAreOneRun() {
        for (long i = 0; i < 5; i++) {
            recorder.extend(100 + i, 7 + i);
        }

        assertThat(recorder.drain().runs()).containsExactly(new OffsetRun(100, 7, 5, true));
    }

    @Test
    void aGapOnEitherSideBeginsARun() {
        recorder.extend(0, 0);
        recorder.extend(2, 1);
        recorder.extend(3, 5);
        recorder.extend(5, 7);

        assertThat(recorder.drain().runs())
                .containsExactly(
                        new OffsetRun(0, 0, 1, true),
                        new OffsetRun(2, 1, 1, true),
                        new OffsetRun(3, 5, 1, true),
                        // The same distance, and yet the copy of 4 may be a stranger's place.
                        new OffsetRun(5, 7, 1, true));
    }

    /** Invariant C. */
    @Test
    void anOpenRunIsDrainedAgainAndLonger() {
        recorder.extend(0, 0);
        assertThat(recorder.drain().runs()).containsExactly(new OffsetRun(0, 0, 1, true));
        recorder.extend(1, 1);
        recorder.extend(9, 2);

        assertThat(recorder.drain().runs()).containsExactly(new OffsetRun(0, 0, 2, true), new OffsetRun(9, 2, 1, true));
    }

    /** Invariant C. */
    @Test
    void aCopyWhosePlaceIsNotKnownLeavesASeam() {
        recorder.extend(0, 0);
        recorder.unplaced();
        recorder.extend(2, 2);
        recorder.unplaced();
        recorder.extend(3, 4);

        assertThat(recorder.drain().runs())
                .containsExactly(
                        new OffsetRun(0, 0, 1, true), new OffsetRun(2, 2, 1, false), new OffsetRun(3, 4, 1, false));
    }

    @Test
    void aTargetLogThatWentBackMakesEverythingBeforeVoid() {
        recorder.extend(0, 500);
        recorder.extend(1, 501);
        recorder.extend(2, 3);

        OffsetRecorder.Drained drained = recorder.drain();

        assertThat(drained.startedOver()).isTrue();
        assertThat(drained.runs()).containsExactly(new OffsetRun(2, 3, 1, false));
        assertThat(recorder.drain().startedOver()).isFalse();
    }

    @Test
    void aTargetLogThatWentBackBehindWhatWasStoredIsNoticedToo() {
        OffsetRecorder resumed = new OffsetRecorder(500, true);
        resumed.extend(900, 499);

        assertThat(resumed.drain().startedOver()).isTrue();
    }

    /** Invariant C: the task's thread is held up. */
    @Test
    void runsThatWaitTooLongAreThinnedAndNotLost() {
        for (long i = 0; i < 100_000; i++) {
            recorder.extend(i * 2, i);
        }

        List<OffsetRun> runs = recorder.drain().runs();

        assertThat(runs).hasSizeLessThanOrEqualTo(OffsetPage.MAX_RUNS + 1);
        assertThat(runs.get(0)).isEqualTo(new OffsetRun(0, 0, 1, true));
        assertThat(runs.get(runs.size() - 1).sourceEnd()).isEqualTo(199_999);
        for (int i = 1; i < runs.size(); i++) {
            boolean leftOut = runs.get(i).targetStart() > runs.get(i - 1).targetEnd();
            assertThat(runs.get(i).seamless()).isEqualTo(!leftOut);
        }
    }

    /** Invariant A. */
    @Test
    void aRecordThatGoesOnAtTheSameDistanceAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        recorder.extend(0, 0);
        recorder.extend(1, 1);
        // The first call of the measure allocates by itself.
        long unused = threads.getThreadAllocatedBytes(self);
        long before = threads.getThreadAllocatedBytes(self);

        for (long i = 2; i < 1_000_000; i++) {
            recorder.extend(i, i);
        }

        assertThat(threads.getThreadAllocatedBytes(self) - before).isLessThan(1_000);
        assertThat(unused).isPositive();
    }

    /** Invariant B. */
    @Test
    void whatIsDrainedWhileRecordsArriveIsTrue() throws InterruptedException {
        int copies = 400_000;
        long[] sources = new long[copies];
        long[] targets = new long[copies];
        Random random = new Random(11);
        for (int i = 1; i < copies; i++) {
            boolean gap = random.nextInt(40) == 0;
            sources[i] = sources[i - 1] + 1 + (gap ? random.nextInt(3) : 0);
            targets[i] = targets[i - 1] + 1 + (gap ? random.nextInt(2) : 0);
        }
        AtomicBoolean ended = new AtomicBoolean();
        Thread producer = new Thread(
                () -> {
                    for (int i = 0; i < copies; i++) {
                        recorder.extend(sources[i], targets[i]);
                    }
                    ended.set(true);
                },
                "producer");
        List<List<OffsetRun>> drains = new ArrayList<>();
        producer.start();
        boolean last;
        do {
            last = ended.get();
            drains.add(recorder.drain().runs());
        } while (!last);
        producer.join();

        int at = 0;
        int knownTo = 0;
        for (List<OffsetRun> runs : drains) {
            for (OffsetRun run : runs) {
                if (run.sourceStart() < sources[at]) {
                    // A later sighting of the run that was open.
                    while (sources[at] > run.sourceStart()) {
                        at--;
                    }
                } else {
                    int next = at;
                    while (sources[next] < run.sourceStart()) {
                        next++;
                    }
                    assertThat(next <= knownTo || !run.seamless()).isTrue();
                    at = next;
                }
                for (long i = 0; i < run.length(); i++, at++) {
                    assertThat(sources[at]).isEqualTo(run.sourceStart() + i);
                    assertThat(targets[at]).isEqualTo(run.targetStart() + i);
                }
                knownTo = Math.max(knownTo, at);
                at = Math.min(at, copies - 1);
            }
        }
        assertThat(knownTo).isEqualTo(copies);
    }
}
