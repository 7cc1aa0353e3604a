package io.streambus.connect.config;

import io.streambus.connect.cluster.InnermostCause;
import io.streambus.connect.cluster.SharedAdmin;
import io.streambus.connect.fetch.FetchSize;
import io.streambus.connect.listener.BrokerDiagnosis;
import io.streambus.connect.listener.PlainListeners;
import io.streambus.connect.listener.WrongListenerException;
import io.streambus.connect.log.LogReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The settings of the clients that a flow opens: what copying needs, unless the user set it otherwise, and what correctness needs, whatever the
 * user set. Immutable.
 */
public final class ClientSettings {

    private static final long RECONNECT_MS = 1_000;
    private static final long LONGEST_RECONNECT_MS = 10_000;

    private final SourceConfig config;
    private final ClientPrefixes prefixes;
    private final String clientId;
    private final AtomicInteger opened = new AtomicInteger();

    /** @param role who opens the clients, for the brokers' logs and quotas: {@code task-3}, {@code connector} */
    public ClientSettings(SourceConfig config, String role) {
        this.config = config;
        this.prefixes = new ClientPrefixes(config);
        this.clientId = "streambus-" + config.flow() + "-" + role;
    }

    /** @param fetch within what the user set */
    public Map<String, Object> sourceConsumer(FetchSize fetch) {
        Map<String, Object> settings = new HashMap<>();
        // -1 lets the kernel grow the window: 64 KB, the default, bounds a connection to 64 KB per round trip.
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
        // Aborted transactions are not data.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.putAll(prefixes.sourceConsumer());
        bound(settings, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetch.partitionBytes());
        bound(settings, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, fetch.totalBytes());
        ReservedSettings.ofConsumer(settings);
        patient(settings);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId + "-source");
        // An offset that is not there must never be replaced by another one in silence.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /**
     * While a cluster is gone, its clients try again at growing intervals, at the brokers that they know. By Kafka's defaults each starts over with the
     * first brokers twenty times a second, and logs that.
     */
    private static void patient(Map<String, Object> settings) {
        settings.putIfAbsent(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
        boolean said = settings.containsKey(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG)
                || settings.containsKey(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG);
        if (!said) {
            settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT_MS);
            settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, LONGEST_RECONNECT_MS);
        }
    }

    /** What Kafka takes for a bound is one here too: within it, sizes follow the distance and the pace of answers. */
    private static void bound(Map<String, Object> settings, String key, int wanted) {
        Object most = settings.get(key);
        settings.put(
                key,
                most == null ? wanted : Math.min(wanted, (int) ConfigDef.parseType(key, most, ConfigDef.Type.INT)));
    }

    /** How long a consumer of the source waits for an answer. */
    public Duration sourceRequestTimeout() {
        Object byDefault = ConsumerConfig.configDef().defaultValues().get(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        return Duration.ofMillis(Long.parseLong(String.valueOf(
                prefixes.sourceConsumer().getOrDefault(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, byDefault))));
    }

    /**
     * To be called before any client is opened: one that goes without TLS to a port that speaks it fills the worker's heap.
     *
     * @throws WrongListenerException naming cluster, broker and setting
     */
    public void requireListeners() {
        PlainListeners.require(config.sourceAlias(), sourceAdmin());
        requireTargetListeners();
    }

    /** As {@link #requireListeners}, where only the target is spoken to. */
    public void requireTargetListeners() {
        PlainListeners.require(config.targetAlias(), targetAdmin());
    }

    /** The client of the source that all of the flow share in this worker. */
    public SharedAdmin shareSourceAdmin() {
        return share(config.sourceAlias(), sourceAdmin());
    }

    /** The client of the target that all of the flow share in this worker. */
    public SharedAdmin shareTargetAdmin() {
        return share(config.targetAlias(), targetAdmin());
    }

    private static SharedAdmin share(String cluster, Map<String, Object> settings) {
        return SharedAdmin.open(
                cluster,
                settings,
                own -> open(cluster, own, Admin::create),
                failure -> BrokerDiagnosis.of(settings, failure));
    }

    private Map<String, Object> sourceAdmin() {
        return admin(prefixes.sourceAdmin(), "-source-admin");
    }

    private Map<String, Object> targetAdmin() {
        return admin(prefixes.targetAdmin(), "-target-admin");
    }

    /** The same for the connector and for each task, or they could not share it. */
    private Map<String, Object> admin(Map<String, Object> settings, String role) {
        patient(settings);
        // While there is no broker, it looks for one so often, and says so.
        settings.putIfAbsent(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, RECONNECT_MS);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "streambus-" + config.flow() + role);
        return settings;
    }

    public Map<String, Object> checkpointConsumer() {
        return targetConsumer("-checkpoints");
    }

    /** For looking where copies stand, here and there. */
    public Map<String, Object> copyConsumer() {
        return targetConsumer("-copies");
    }

    /** For following what the flow's other tasks need of its rate. */
    public Map<String, Object> demandConsumer() {
        return targetConsumer("-demands");
    }

    /**
     * For reading copies.
     *
     * @param isolation {@code READ_COMMITTED} where they may have been written in transactions: those that were aborted are none. Elsewhere they are part
     *     of no transaction, and an open one of somebody else must not hide them
     */
    public Map<String, Object> evidenceConsumer(IsolationLevel isolation) {
        // More than one may be open at a time, and their names are those of their meters.
        Map<String, Object> settings = targetConsumer("-evidence-" + opened.getAndIncrement());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return settings;
    }

    private Map<String, Object> targetConsumer(String role) {
        Map<String, Object> settings = LogReader.settings(prefixes.targetConsumer());
        ReservedSettings.ofConsumer(settings);
        patient(settings);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId + role);
        return settings;
    }

    public Map<String, Object> checkpointProducer() {
        return targetProducer("-checkpoints");
    }

    /** For MirrorMaker 2's checkpoints. */
    public Map<String, Object> mirrorProducer() {
        return targetProducer("-mirror-checkpoints");
    }

    private Map<String, Object> targetProducer(String role) {
        Map<String, Object> settings = new HashMap<>();
        // The task's own thread writes checkpoints: a target that is unreachable must not hold it up for the default
        // minute.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4 << 20);
        settings.putAll(prefixes.targetProducer());
        ReservedSettings.ofProducer(settings);
        patient(settings);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId + role);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /**
     * Opens a client. Kafka says of what is wrong no more than that the client could not be made, and leaves the reason to the cause.
     *
     * @param cluster whose client it is, for the message
     * @param client makes it of the settings
     * @throws ConnectException with the reason
     */
    public static <T> T open(String cluster, Map<String, Object> settings, Function<Map<String, Object>, T> client) {
        try {
            return client.apply(settings);
        } catch (KafkaException e) {
            throw new ConnectException(
                    "No client of cluster " + cluster + " could be opened: "
                            + BrokerDiagnosis.of(settings, e).orElseGet(() -> InnermostCause.message(e)),
                    e);
        }
    }

    /** Whether partitions that were never read start at their end, as {@code consumer.auto.offset.reset=latest} says it for MirrorMaker 2. */
    public boolean startsFromLatest() {
        return "latest".equals(prefixes.sourceConsumer().get(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG));
    }

    /** What slows the worker's producer down, in sentences; empty if it is set up for copying. */
    public List<String> producerWarnings() {
        List<String> warnings = new ArrayList<>();
        Map<String, String> settings = config.originalsStrings();
        List<String> missing = new ArrayList<>();
        for (String key : List.of(
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                ProducerConfig.BATCH_SIZE_CONFIG,
                ProducerConfig.SEND_BUFFER_CONFIG)) {
            if (!settings.containsKey(SourceConfig.OVERRIDE + key)) {
                missing.add(SourceConfig.OVERRIDE + key);
            }
        }
        if (!missing.isEmpty()) {
            warnings.add("The worker's producer runs with Connect's defaults, which are slow across a network; set "
                    + String.join(", ", missing) + " (for example true, 5, 1048576 and -1).");
        }
        return warnings;
    }
}
