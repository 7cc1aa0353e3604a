package io.streambus.demo;

import io.streambus.cli.ending.Ending;
import io.streambus.demo.compare.ClusterComparison;
import io.streambus.demo.compare.ComparisonResult;
import io.streambus.demo.compare.Difference;
import io.streambus.demo.compare.DifferenceText;
import io.streambus.demo.compare.SummaryTable;
import io.streambus.demo.console.Console;
import io.streambus.demo.link.DemoLinkView;
import io.streambus.demo.progress.StallWatch;
import io.streambus.demo.sample.SampleTopic;
import io.streambus.demo.sample.SampleWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** {@code --records N}: waits until so many records are written and across, then holds both sides against each other. */
final class CountedRun {

    private static final Duration STALL = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(1);
    private static final int SHOWN_DIFFERENCES = 10;

    private final long count;
    private final ClusterComparison comparison;
    private final Console console;
    private final Ending ending;
    private final Clock clock;

    CountedRun(long count, ClusterComparison comparison, Console console, Ending ending, Clock clock) {
        this.count = count;
        this.comparison = comparison;
        this.console = console;
        this.ending = ending;
        this.clock = clock;
    }

    /**
     * @param before records of earlier runs on the source; they are compared too, but the counts leave them out
     * @return whether both sides are the same
     */
    boolean play(SampleWriter writer, Watched link, long before) throws InterruptedException {
        Instant started = clock.instant();
        boolean across = awaitAcross(writer, link, before);
        Duration took = Duration.between(started, clock.instant());
        console.keepLive();
        if (across) {
            console.print("all are across after %s (%s); comparing both sides record by record"
                    .formatted(DemoFigures.seconds(took), DemoFigures.rate(count, took)));
        } else {
            console.print(explanation(link.view()));
        }
        return compare(before) && across;
    }

    private boolean awaitAcross(SampleWriter writer, Watched link, long before) throws InterruptedException {
        StallWatch stall = new StallWatch(clock, STALL, -1);
        Instant nextLine = clock.instant();
        while (true) {
            ending.check();
            LiveShow.failIfBroken(writer);
            long written = writer.written();
            long replicated = Math.max(0, link.replicated() - before);
            boolean done = written >= count && replicated >= count && arrived(link);
            if (done || !clock.instant().isBefore(nextLine)) {
                nextLine = clock.instant().plus(LINE_INTERVAL);
                console.live(DemoFigures.line(written, OptionalLong.of(count), replicated, link.view()));
            }
            if (done) {
                return true;
            }
            if (stall.stalled(written + replicated)) {
                return false;
            }
            ending.askedWithin(INTERVAL);
        }
    }

    private boolean arrived(Watched link) throws InterruptedException {
        Map<TopicPartition, Long> sourceEnds = link.sourceEnds();
        return comparison.arrived(sourceEnds, clock);
    }

    private static String explanation(DemoLinkView view) {
        String why = "nothing has arrived for " + STALL.toSeconds() + " s, though not all records are across";
        if (view instanceof DemoLinkView.Seen seen) {
            return why + ": the link is " + seen.status() + " and " + seen.health()
                    + (seen.issues().isEmpty() ? "" : ", " + String.join("; ", seen.issues()))
                    + ". What is there is compared nevertheless";
        }
        return why + ": " + ((DemoLinkView.Unavailable) view).reason() + ". What is there is compared nevertheless";
    }

    private boolean compare(long before) {
        Instant started = clock.instant();
        ComparisonResult result =
                comparison.compare(SampleTopic.allPartitions(), SHOWN_DIFFERENCES, clock, partition -> {
                    ending.check();
                    console.passing("compared " + partition.where());
                });
        console.dropLive();
        console.print("");
        SummaryTable.of(result).forEach(console::print);
        console.print("");
        if (result.same()) {
            console.print("equal: key, value, headers, timestamp and order of all %s records%s, compared in %s"
                    .formatted(
                            DemoFigures.number(result.total().equal()),
                            before == 0 ? "" : " (those of earlier runs included)",
                            DemoFigures.seconds(Duration.between(started, clock.instant()))));
            return true;
        }
        console.print(
                "DIFFERENT: " + DemoFigures.number(result.total().differences()) + " differences, the first of them:");
        for (Difference difference : result.first(SHOWN_DIFFERENCES)) {
            console.print("  " + DifferenceText.of(difference));
        }
        return false;
    }
}
