package io.streambus.connect.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** Settings of how fast the flow goes, and in what portions it is noted and committed. Names, defaults, rules and what each is for. */
public final class PaceSettings {

    public static final String CONNECTIONS = "source.connections.max";
    public static final String BUFFER = "source.buffer.bytes";
    public static final String THROTTLE = "throttle.bytes.per.second";
    public static final String CHECKPOINT_INTERVAL = "checkpoint.interval.ms";
    public static final String CHECKPOINTS_FOLLOW_OFFSETS = "checkpoints.follow.offsets";
    public static final String TRANSACTION_RECORDS = "transaction.max.records";
    public static final String TRANSACTION_BYTES = "transaction.max.bytes";
    public static final String TRANSACTION_TIME = "transaction.max.ms";

    private PaceSettings() {}

    static void addTo(SettingTable table) {
        table.setting(
                        CONNECTIONS,
                        ConfigDef.Type.INT,
                        64,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Connections to the source",
                        "How many consumers all tasks together may open. A task needs one; over a long way, where brokers bound what "
                                + "a connection carries, it opens more for as long as it is far behind. 1 always leaves it at one for each task.")
                .setting(
                        BUFFER,
                        ConfigDef.Type.LONG,
                        64L << 20,
                        Range.atLeast(1 << 20),
                        Importance.MEDIUM,
                        "Records held (bytes)",
                        "How many bytes of records each task may hold that it has read and not handed to the worker yet. Every 4 MiB of it allow "
                                + "one connection more over a long way. At most as many, counted with what a record costs in the worker "
                                + "(800 bytes), may be with the worker and not acknowledged by the target yet; how many of them are of use depends on the "
                                + "distance. With exactly-once the bounds of a transaction hold instead.")
                .setting(
                        THROTTLE,
                        ConfigDef.Type.LONG,
                        0L,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Throttle (bytes/s)",
                        "Upper bound of what all tasks together copy, in bytes of keys and values per second; 0 is no bound. Tasks tell each other with "
                                + "their checkpoints what they need, and take what others leave.")
                .setting(
                        CHECKPOINT_INTERVAL,
                        ConfigDef.Type.LONG,
                        5_000L,
                        Range.atLeast(100),
                        Importance.LOW,
                        "Checkpoint interval (ms)",
                        "How often each task writes its progress to the topic streambus.checkpoints.")
                .setting(
                        CHECKPOINTS_FOLLOW_OFFSETS,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        SettingTable.ANY,
                        Importance.LOW,
                        "Checkpoints follow",
                        "Whether altering or resetting the connector's offsets in Connect decides where the flow goes on. Set it to false to reset the offsets of a"
                                + " connector that is taken away: its checkpoints on the target stay as they are, and the target need not answer.")
                .setting(
                        TRANSACTION_RECORDS,
                        ConfigDef.Type.LONG,
                        100_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Transaction (records)",
                        "Under exactly-once with transaction.boundary = connector: a transaction ends after so many records.")
                .setting(
                        TRANSACTION_BYTES,
                        ConfigDef.Type.LONG,
                        64L << 20,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Transaction (bytes)",
                        "Under exactly-once with transaction.boundary = connector: a transaction ends after so many bytes of keys and values.")
                .setting(
                        TRANSACTION_TIME,
                        ConfigDef.Type.LONG,
                        500L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Transaction (ms)",
                        "Under exactly-once with transaction.boundary = connector: a transaction ends after so many ms, which consumers of the target wait.");
    }
}
