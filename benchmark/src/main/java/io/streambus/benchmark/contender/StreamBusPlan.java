package io.streambus.benchmark.contender;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.benchmark.stage.BenchmarkStage;
import io.streambus.bridge.document.LinkReader;
import io.streambus.bridge.json.JsonText;
import io.streambus.bridge.json.Read;
import io.streambus.bridge.link.ReplicationLink;
import io.streambus.bridge.plan.LinkCompiler;
import java.util.Map;

/** The connector configuration that the bridge makes of a link: the benchmark has no settings of its own for us. */
final class StreamBusPlan {

    private StreamBusPlan() {}

    /**
     * @param prefix of the target's topics
     * @param breakOnPurpose leaves some records out
     */
    static Map<String, String> of(BenchmarkStage stage, Order order, String prefix, boolean breakOnPurpose) {
        ObjectNode link = JsonText.newObject();
        link.put("name", "benchmark").put("type", "active-passive").put("topic_prefix", prefix);
        cluster(link.putObject("source_cluster"), "west", stage.sourceForWorker());
        cluster(link.putObject("target_cluster"), "east", stage.targetForWorker());
        order.topics().forEach(link.withArray("topics")::add);
        link.putObject("config")
                .put("concurrent_partitions", order.tasks())
                .put("enable_compression", !order.codec().equals("none"))
                .put("compression_type", order.codec());
        if (breakOnPurpose) {
            link.putObject("filter")
                    .put("enabled", true)
                    .putArray("exclude_patterns")
                    .add("\"n\":[0-9]*777,");
        }
        Read<ReplicationLink> read = new LinkReader(() -> "benchmark").read(link);
        if (read instanceof Read.Invalid<ReplicationLink> invalid) {
            throw new IllegalStateException("the benchmark's link is refused: " + invalid.faults());
        }
        return LinkCompiler.compile(((Read.Valid<ReplicationLink>) read).value())
                .get(0)
                .copying()
                .config();
    }

    private static void cluster(ObjectNode cluster, String id, String broker) {
        cluster.put("cluster_id", id).putArray("brokers").add(broker);
    }
}
