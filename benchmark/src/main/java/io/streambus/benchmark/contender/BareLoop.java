package io.streambus.benchmark.contender;

import io.streambus.benchmark.stage.BenchmarkStage;
import io.streambus.runtime.embedded.process.MainProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The yardstick: consumers and producers with our settings and nothing between them. */
final class BareLoop implements Contender {

    @Override
    public String name() {
        return "bare-loop";
    }

    @Override
    public String title() {
        return "bare consumer and producer";
    }

    @Override
    public String targetTopic(String topic) {
        return "bare-loop." + topic;
    }

    @Override
    public Running start(BenchmarkStage stage, Order order) {
        order.topics().forEach(topic -> stage.target().create(targetTopic(topic), order.partitions()));
        Map<String, String> consumer = ClientTuning.consumer(stage, order);
        Map<String, String> producer = ClientTuning.producer(stage, order);
        List<String> arguments = new ArrayList<>(List.of(
                Integer.toString(order.tasks()),
                Integer.toString(order.partitions()),
                String.join(",", order.topics()),
                targetTopic("")));
        arguments.add("consumer.bootstrap.servers=" + stage.sourceForWorker());
        consumer.forEach((key, value) -> arguments.add("consumer." + key + "=" + value));
        // The target's bootstrap servers are among the producer's settings.
        producer.forEach((key, value) -> arguments.add("producer." + key + "=" + value));
        return new InProcess(
                MainProcess.start(
                        name(),
                        BareLoopMain.class,
                        arguments,
                        stage.installation().own(),
                        stage.directory(name()).resolve("output.log")),
                System.nanoTime());
    }

    private record InProcess(MainProcess process, long startedNanos) implements Running {

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public String failure() {
            return process.isAlive() ? "" : "the process has ended";
        }

        @Override
        public boolean endTasks() {
            return false;
        }

        @Override
        public void stop() {
            process.close();
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
