package io.streambus.benchmark.trial;

import io.streambus.benchmark.check.Comparison;
import io.streambus.benchmark.check.LogContent;
import io.streambus.benchmark.contender.Contender;
import io.streambus.benchmark.contender.Order;
import io.streambus.benchmark.load.SteadyLoad;
import io.streambus.benchmark.measure.Growth;
import io.streambus.benchmark.measure.Latencies;
import io.streambus.benchmark.measure.LatencyReader;
import io.streambus.benchmark.measure.ProcessProbe;
import io.streambus.benchmark.measure.Quiet;
import io.streambus.benchmark.stage.BenchmarkStage;
import io.streambus.benchmark.stage.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** One contender's turn: copies the loaded topic, then follows a steady stream, and is judged by what stands on the target at the end. */
final class TurnRun {

    private static final int STEADY_RATE = 10_000;
    private static final Duration STEADY_WARM_UP = Duration.ofSeconds(5);
    private static final long LONGEST_CATCH_UP_MILLIS = 15_000;
    private static final long LOOK_MILLIS = 100;
    /** Acknowledgements, offset commits and checkpoints of the last records; above all the compilers, which are at work long after. */
    private static final long SETTLING_SECONDS = 90;

    private static final long ENDING_SECONDS = 20;

    private final Case played;
    private final BenchmarkStage stage;
    private final Contender contender;
    private final String topic;
    private final String steadyTopic;
    private final LogContent source;

    TurnRun(Case played, BenchmarkStage stage, Contender contender, String topic, LogContent source) {
        this.played = played;
        this.stage = stage;
        this.contender = contender;
        this.topic = topic;
        this.steadyTopic = "steady-" + contender.name();
        this.source = source;
    }

    Outcome play() throws InterruptedException {
        List<String> topics = new ArrayList<>(List.of(topic));
        if (played.latency().isPresent()) {
            stage.source().create(steadyTopic, played.partitions());
            topics.add(steadyTopic);
        }
        Order order = new Order(topics, played.partitions(), played.tasks(), played.targetCodec());
        Growth.Run run;
        Optional<Latencies> latencies = Optional.empty();
        Optional<Quiet> quiet = Optional.empty();
        try (Contender.Running running = contender.start(stage, order);
                ProcessProbe probe = ProcessProbe.attach(running.pid())) {
            String copy = contender.targetTopic(topic);
            run = new Growth(
                            () -> stage.target()
                                    .records(copy, played.partitions())
                                    .orElse(0L),
                            played.records())
                    .measure(running.startedNanos(), played.extent(), probe::usage, running::failure);
            if (run.fault().isEmpty() && played.latency().isPresent()) {
                latencies = followSteadyStream(played.latency().get());
            }
            if (run.fault().isEmpty() && played.quiet().isPresent()) {
                quiet = Optional.of(doNothing(running, probe, played.quiet().get()));
            }
            running.stop();
        }
        try {
            return judge(run, latencies, quiet);
        } finally {
            topics.forEach(copied -> deleteIfThere(stage.target(), contender.targetTopic(copied)));
        }
    }

    private Optional<Latencies> followSteadyStream(Duration time) throws InterruptedException {
        LatencyReader reader = LatencyReader.start(
                stage.target().bootstrapServers(),
                contender.targetTopic(steadyTopic),
                played.partitions(),
                System.nanoTime() + STEADY_WARM_UP.toNanos());
        long written = SteadyLoad.write(
                stage.source().bootstrapServers(),
                steadyTopic,
                played.partitions(),
                played.shape(),
                STEADY_RATE,
                time.plus(STEADY_WARM_UP));
        long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_CATCH_UP_MILLIS);
        while (reader.seen() < written && patience - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return Optional.of(reader.finish());
    }

    private static Quiet doNothing(Contender.Running running, ProcessProbe probe, Duration time)
            throws InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        double cores = cores(probe, time);
        if (!running.endTasks()) {
            return new Quiet(cores, OptionalDouble.empty());
        }
        TimeUnit.SECONDS.sleep(ENDING_SECONDS);
        return new Quiet(cores, OptionalDouble.of(cores(probe, time)));
    }

    private static double cores(ProcessProbe probe, Duration time) throws InterruptedException {
        Duration cpu = probe.cpu();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        return (double) probe.cpu().minus(cpu).toNanos() / (System.nanoTime() - start);
    }

    private Outcome judge(Growth.Run run, Optional<Latencies> latencies, Optional<Quiet> quiet) {
        String copy = contender.targetTopic(topic);
        if (stage.target().records(copy, played.partitions()).isEmpty()) {
            return new Outcome.Refused(run.fault() + "; there is no topic " + copy + " on the target");
        }
        LogContent target = LogContent.read(stage.target().bootstrapServers(), copy, played.partitions());
        // A run that has come to a standstill had its time: what is not there is lost.
        boolean whole = run.complete() || !run.fault().isEmpty();
        Comparison comparison = Comparison.of(source, target, whole);
        if (!comparison.isTrue() || !run.fault().isEmpty()) {
            return refused(run.fault(), comparison);
        }
        if (latencies.isPresent()) {
            Comparison steady = Comparison.of(
                    LogContent.read(stage.source().bootstrapServers(), steadyTopic, played.partitions()),
                    LogContent.read(
                            stage.target().bootstrapServers(), contender.targetTopic(steadyTopic), played.partitions()),
                    true);
            if (!steady.isTrue()) {
                return refused("of the steady stream", steady);
            }
        }
        return new Outcome.Measured(
                run.window().orElseThrow(),
                comparison.copied(),
                (double) stage.target().bytes(copy) / target.records(),
                run.untilFirst().orElseThrow(),
                latencies,
                quiet);
    }

    private static Outcome refused(String fault, Comparison comparison) {
        if (comparison.isTrue()) {
            return new Outcome.Refused(fault);
        }
        return new Outcome.Refused(fault.isEmpty() ? comparison.faults() : fault + ": " + comparison.faults());
    }

    private static void deleteIfThere(Topics topics, String topic) {
        if (topics.exists(topic)) {
            topics.delete(topic);
        }
    }
}
