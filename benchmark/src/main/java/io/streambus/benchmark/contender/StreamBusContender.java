package io.streambus.benchmark.contender;

import io.streambus.benchmark.stage.BenchmarkStage;
import java.nio.file.Path;
import java.util.Map;

/** {@code StreamBusSourceConnector} as the link compiler configures it. */
final class StreamBusContender extends ConnectContender {

    private static final String PREFIX = "streambus.";

    private final boolean breakOnPurpose;

    StreamBusContender(boolean breakOnPurpose) {
        this.breakOnPurpose = breakOnPurpose;
    }

    @Override
    public String name() {
        return "streambus";
    }

    @Override
    public String title() {
        return "StreamBus Connect";
    }

    @Override
    public String targetTopic(String topic) {
        return PREFIX + topic;
    }

    @Override
    Path plugin(BenchmarkStage stage) {
        return stage.installation().plugin();
    }

    @Override
    Map<String, String> config(BenchmarkStage stage, Order order) {
        return StreamBusPlan.of(stage, order, PREFIX, breakOnPurpose);
    }
}
