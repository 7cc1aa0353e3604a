package io.streambus.demo;

import io.streambus.cli.ending.Ending;
import io.streambus.demo.console.Console;
import io.streambus.demo.sample.SampleWriter;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.common.KafkaException;

/** One line a second about a link under a steady load, until the end is asked for. */
final class LiveShow {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Console console;
    private final Ending ending;

    LiveShow(Console console, Ending ending) {
        this.console = console;
        this.ending = ending;
    }

    /**
     * @param before records of earlier runs on the source, which the counts leave out
     * @throws KafkaException if writing fails, or a cluster does not answer any more
     */
    void play(SampleWriter writer, Watched link, long before) throws InterruptedException {
        do {
            failIfBroken(writer);
            console.live(DemoFigures.line(
                    writer.written(), OptionalLong.empty(), Math.max(0, link.replicated() - before), link.view()));
        } while (!ending.askedWithin(INTERVAL));
    }

    static void failIfBroken(SampleWriter writer) {
        writer.failure().ifPresent(failure -> {
            throw new KafkaException("the sample records could not be written: " + failure.getMessage(), failure);
        });
    }
}
