package io.streambus.demo;

import io.streambus.demo.link.DemoLinkView;
import io.streambus.demo.link.LinkClient;
import io.streambus.demo.progress.ClusterEnds;
import io.streambus.demo.sample.SampleTopic;
import io.streambus.demo.stage.DemoStage;
import io.streambus.demo.stage.Ports;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The running link as the demo watches it: both clusters' ends, and what the bridge says. Thread-safe: its clients are. */
final class Watched implements AutoCloseable {

    private final List<TopicPartition> partitions = SampleTopic.allPartitions();
    private final ClusterEnds west;
    private final ClusterEnds east;
    private final LinkClient client;
    private final String linkId;

    Watched(Ports ports, LinkClient client, String linkId) {
        this.west = new ClusterEnds(DemoStage.WEST, ports.westBrokers());
        this.east = new ClusterEnds(DemoStage.EAST, ports.eastBrokers());
        this.client = client;
        this.linkId = linkId;
    }

    Map<TopicPartition, Long> sourceEnds() throws InterruptedException {
        return west.of(partitions);
    }

    /** Records of the sample topics on the target. */
    long replicated() throws InterruptedException {
        return sum(east.of(partitions));
    }

    DemoLinkView view() throws InterruptedException {
        return client.view(linkId);
    }

    static long sum(Map<TopicPartition, Long> ends) {
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        west.close();
        east.close();
    }
}
