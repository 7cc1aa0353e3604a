package io.streambus.demo;

import io.streambus.cli.client.BridgeClient;
import io.streambus.cli.client.BridgeRequest;
import io.streambus.cli.context.BridgeUrl;
import io.streambus.cli.context.Context;
import io.streambus.cli.ending.Ending;
import io.streambus.cli.exit.CommandFailure;
import io.streambus.demo.compare.ClusterComparison;
import io.streambus.demo.console.Console;
import io.streambus.demo.link.LinkClient;
import io.streambus.demo.link.LinkDocument;
import io.streambus.demo.sample.SampleCluster;
import io.streambus.demo.sample.SampleWriter;
import io.streambus.demo.stage.DataDirectory;
import io.streambus.demo.stage.DemoInstallation;
import io.streambus.demo.stage.DemoStage;
import io.streambus.demo.stage.Ports;
import io.streambus.demo.stage.StageException;
import io.streambus.runtime.embedded.StartFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo from its first line to its exit code. Confined to one thread; {@link #run} is to be called once. */
public final class Demo {

    /** All went well, and with {@code --records} both sides are the same. */
    public static final int OK = 0;
    /** Something failed, or the sides differ. */
    public static final int FAILED = 1;

    /** Enough to see something move, little enough to read along with a consumer. */
    private static final int LIVE_RATE = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    private final DemoMode mode;
    private final OptionalInt rate;
    private final Ports ports;
    private final DataDirectory data;
    private final DemoInstallation installation;
    private final Console console;
    private final Clock clock;
    private final Ending ending = new Ending();

    /**
     * @param rate records per second to write; empty: 200 for {@link DemoMode.Live}, as many as go for {@link DemoMode.Records}
     * @param ports found free shortly before
     */
    public Demo(
            DemoMode mode,
            OptionalInt rate,
            Ports ports,
            DataDirectory data,
            DemoInstallation installation,
            Console console,
            Clock clock) {
        this.mode = mode;
        this.rate = rate;
        this.ports = ports;
        this.data = data;
        this.installation = installation;
        this.console = console;
        this.clock = clock;
    }

    /**
     * Plays until it is done or SIGINT or SIGTERM asks for the end; by then everything it has started is down again.
     *
     * @return {@link #OK} or {@link #FAILED}; after a signal the JVM's own exit code counts
     */
    public int run() {
        ending.install();
        int code = FAILED;
        try {
            code = onStage() ? OK : FAILED;
            if (code == OK) {
                data.removeIfTemporary();
            }
        } catch (CancellationException asked) {
            data.removeIfTemporary();
        } catch (StageException | CommandFailure | StartFailedException | KafkaException | IllegalStateException e) {
            LOG.error("the demo has failed", e);
            console.keepLive();
            console.print("FAILED: " + DemoFigures.chain(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (code == FAILED && !ending.asked()) {
                console.print("logs are kept in " + data.logs());
            }
            ending.cleanedUp();
        }
        return code;
    }

    private boolean onStage() throws InterruptedException {
        Instant started = clock.instant();
        try (DemoStage stage = DemoStage.open(installation, ports, data, this::step, this::bridgeEnded)) {
            console.dropLive();
            console.print(description(stage, Duration.between(started, clock.instant())));
            boolean same = play();
            console.keepLive();
            console.passing("ending");
            return same;
        } finally {
            console.dropLive();
        }
    }

    private boolean play() throws InterruptedException {
        if (mode instanceof DemoMode.Idle) {
            console.print(IdleText.of(ports));
            console.print("Ctrl-C ends it all.");
            while (!ending.askedWithin(Duration.ofHours(1))) {
                LOG.info("idle");
            }
            return true;
        }
        LinkDocument document = document();
        SampleCluster.createTopics(ports.westBrokers());
        LinkClient client =
                new LinkClient(new BridgeClient(Context.anonymous(BridgeUrl.parse(ports.bridgeUrl())), Map.of()));
        OptionalLong limit =
                mode instanceof DemoMode.Records records ? OptionalLong.of(records.count()) : OptionalLong.empty();
        OptionalInt pace = rate.isEmpty() && limit.isEmpty() ? OptionalInt.of(LIVE_RATE) : rate;
        try (Watched link = new Watched(ports, client, document.id())) {
            long before = Watched.sum(link.sourceEnds());
            try (SampleWriter writer = SampleWriter.start(ports.westBrokers(), limit, pace, clock.millis(), clock)) {
                boolean created = client.create(document);
                client.start(document.id());
                console.print(document.id() + (created ? " created" : " of an earlier run taken up") + " and started: "
                        + ports.bridgeUrl() + BridgeRequest.link(document.id()));
                if (limit.isEmpty()) {
                    new LiveShow(console, ending).play(writer, link, before);
                    return true;
                }
                return new CountedRun(limit.getAsLong(), comparison(document), console, ending, clock)
                        .play(writer, link, before);
            }
        }
    }

    private LinkDocument document() {
        LinkDocument document =
                LinkDocument.read(installation.example("links/link-1.json"), ports.westBrokers(), ports.eastBrokers());
        Path posted = data.path().resolve("link-1.json");
        try {
            Files.writeString(posted, document.content().toPrettyString());
        } catch (IOException e) {
            throw new StageException("'" + posted + "' cannot be written: " + e.getMessage(), e);
        }
        return document;
    }

    private ClusterComparison comparison(LinkDocument document) {
        return new ClusterComparison(
                DemoStage.WEST, ports.westBrokers(), DemoStage.EAST, ports.eastBrokers(), document.addedHeaders());
    }

    private void step(String what) {
        ending.check();
        console.passing(what);
    }

    private void bridgeEnded(int exitCode) {
        if (!ending.asked()) {
            console.print("The bridge has ended (exit code " + exitCode
                    + "); replication goes on without it. To start it again, in another terminal:"
                    + System.lineSeparator() + "  " + installation.bridgeCommand(data.bridgeConfig()));
        }
    }

    private String description(DemoStage stage, Duration took) {
        return """
                us-west-1  %s
                us-east-1  %s
                worker     %s, plugin.path %s
                bridge     %s, process %d
                data       %s%s
                logs       %s
                up after %s""".formatted(
                        ports.westBrokers(),
                        ports.eastBrokers(),
                        ports.workerUrl(),
                        installation.pluginPath(),
                        ports.bridgeUrl(),
                        stage.bridgePid(),
                        data.path(),
                        data.temporary() ? ", removed at the end" : "",
                        data.logs(),
                        DemoFigures.seconds(took));
    }
}
