package io.streambus.benchmark.trial;

import io.streambus.benchmark.check.LogContent;
import io.streambus.benchmark.contender.Contender;
import io.streambus.benchmark.load.BulkLoad;
import io.streambus.benchmark.stage.BenchmarkInstallation;
import io.streambus.benchmark.stage.BenchmarkStage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Plays a case. */
public final class CaseRun {

    private static final String TOPIC = "records";

    private CaseRun() {}

    /**
     * @param directory empty or missing
     * @param progress is told what happens, a line at a time
     */
    public static CaseResult play(
            Case played,
            List<Contender> contenders,
            BenchmarkInstallation installation,
            Path directory,
            Consumer<String> progress)
            throws InterruptedException {
        try (BenchmarkStage stage = BenchmarkStage.open(installation, directory, played.wan())) {
            progress.accept("loading " + played.records() + " records");
            stage.source().create(TOPIC, played.partitions());
            BulkLoad.write(
                    stage.source().bootstrapServers(), TOPIC, played.partitions(), played.shape(), played.records());
            LogContent content = LogContent.read(stage.source().bootstrapServers(), TOPIC, played.partitions());
            List<CaseResult.Turn> turns = new ArrayList<>();
            for (Contender contender : contenders) {
                progress.accept(contender.title());
                Outcome outcome = new TurnRun(played, stage, contender, TOPIC, content).play();
                turns.add(new CaseResult.Turn(contender.name(), contender.title(), outcome));
            }
            return new CaseResult(played, turns);
        }
    }
}
