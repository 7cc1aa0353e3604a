package io.streambus.connect.smt;

import io.streambus.connect.plugin.ClusterNameValidator;
import io.streambus.connect.plugin.ConfigReading;
import io.streambus.connect.provenance.Binding;
import io.streambus.connect.provenance.Forward;
import io.streambus.connect.provenance.ProvenanceRule;
import io.streambus.connect.record.HeaderForm;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/**
 * The keys of {@link PreventLoops}.
 *
 * @param rule of the flow
 * @param form of the header that is written
 */
record PreventLoopsConfig(ProvenanceRule rule, HeaderForm form) {

    private static final String FLOW = "Flow";

    private static final String SOURCE_CLUSTER = "source.cluster.alias";
    private static final String SOURCE_CLUSTER_DOC =
            "The name of the cluster that the records come from. Each cluster must have one name, the same in all flows.";

    private static final String TARGET_CLUSTER = "target.cluster.alias";
    private static final String TARGET_CLUSTER_DOC =
            "The name of the cluster that the records go to. Records that have been there are dropped.";

    private static final String FORWARD = "forward";
    private static final String FORWARD_DOC =
            "Which records to carry on: `local` only those that were produced in the source cluster, for meshes"
                    + " and active-active pairs, so that each record reaches each cluster once; `all` those that were copied there from other"
                    + " clusters too, for relays such as the hub of a star.";

    private static final String BIND = "bind";
    private static final String BIND_DOC =
            "What the stamp is bound to besides the topic and the partition: `timestamp` is for applications that copy headers and write into the"
                    + " very partition that they read, with timestamps of their own. Not for target topics with `LogAppendTime`, nor for Kafka Streams,"
                    + " which keeps the timestamps of its input.";

    static final ConfigDef DEFINITION = HeaderForm.define(
            new ConfigDef()
                    .define(
                            SOURCE_CLUSTER,
                            ConfigDef.Type.STRING,
                            ConfigDef.NO_DEFAULT_VALUE,
                            new ClusterNameValidator(),
                            Importance.HIGH,
                            SOURCE_CLUSTER_DOC,
                            FLOW,
                            1,
                            Width.MEDIUM,
                            "Source cluster")
                    .define(
                            TARGET_CLUSTER,
                            ConfigDef.Type.STRING,
                            ConfigDef.NO_DEFAULT_VALUE,
                            new ClusterNameValidator(),
                            Importance.HIGH,
                            TARGET_CLUSTER_DOC,
                            FLOW,
                            2,
                            Width.MEDIUM,
                            "Target cluster")
                    .define(
                            FORWARD,
                            ConfigDef.Type.STRING,
                            "all",
                            ValidString.in("local", "all"),
                            Importance.HIGH,
                            FORWARD_DOC,
                            FLOW,
                            3,
                            Width.SHORT,
                            "Carried records")
                    .define(
                            BIND,
                            ConfigDef.Type.STRING,
                            "none",
                            ValidString.in("none", "timestamp"),
                            Importance.LOW,
                            BIND_DOC,
                            FLOW,
                            4,
                            Width.SHORT,
                            "Bound to"),
            FLOW,
            5);

    /** @throws ConfigException with all faults of the configuration */
    static PreventLoopsConfig read(Map<String, ?> config) {
        ConfigReading reading = new ConfigReading("PreventLoops", DEFINITION, List.of(), config);
        String source = reading.text(SOURCE_CLUSTER);
        if (source != null && source.equals(reading.text(TARGET_CLUSTER))) {
            reading.fault(
                    TARGET_CLUSTER,
                    "source and target cluster are both called '" + source
                            + "': loops can only be told by names, so each cluster needs its own");
        }
        reading.finish();
        Forward forward = reading.text(FORWARD).equals("local") ? Forward.LOCAL : Forward.ALL;
        Binding binding = reading.text(BIND).equals("timestamp") ? Binding.TIMESTAMP : Binding.NONE;
        return new PreventLoopsConfig(
                new ProvenanceRule(source, reading.text(TARGET_CLUSTER), forward, binding),
                HeaderForm.of(reading.text(HeaderForm.KEY)));
    }
}
