package io.streambus.benchmark.contender;

import io.streambus.benchmark.stage.BenchmarkStage;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** MirrorMaker 2's source connector, with its defaults or with our client settings and number of tasks. */
final class MirrorMaker extends ConnectContender {

    private static final String BYTE_ARRAYS = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private final boolean tuned;

    MirrorMaker(boolean tuned) {
        this.tuned = tuned;
    }

    @Override
    public String name() {
        return tuned ? "mm2-tuned" : "mm2-default";
    }

    @Override
    public String title() {
        return tuned ? "MirrorMaker 2, tuned" : "MirrorMaker 2, defaults";
    }

    /** As its default policy names it. */
    @Override
    public String targetTopic(String topic) {
        return name() + "." + topic;
    }

    @Override
    Path plugin(BenchmarkStage stage) {
        return stage.installation().mirrorMaker();
    }

    @Override
    Map<String, String> config(BenchmarkStage stage, Order order) {
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", "org.apache.kafka.connect.mirror.MirrorSourceConnector");
        config.put("source.cluster.alias", name());
        config.put("target.cluster.alias", "east");
        config.put("source.cluster.bootstrap.servers", stage.sourceForWorker());
        config.put("target.cluster.bootstrap.servers", stage.targetForWorker());
        config.put("topics", String.join(",", order.topics()));
        // There is one broker.
        config.put("replication.factor", "1");
        config.put("offset-syncs.topic.replication.factor", "1");
        // What its dedicated mode sets: without, it would copy other bytes.
        config.put("key.converter", BYTE_ARRAYS);
        config.put("value.converter", BYTE_ARRAYS);
        config.put("header.converter", BYTE_ARRAYS);
        if (tuned) {
            config.put("tasks.max", Integer.toString(order.tasks()));
            config.putAll(ClientTuning.forConnector(stage, order));
        }
        return config;
    }
}
