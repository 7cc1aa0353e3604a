package io.streambus.runtime.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Runs, fails and keeps offsets as it is told, and never writes a record. */
public final class IdleSourceConnector extends SourceConnector {

    public static final String VERSION = "1.2.3-test";

    /** Must be given. */
    public static final String FEED = "idle.feed";

    /** Must be a number. */
    public static final String SIZE = "idle.size";

    /** Must not contain {@value #WEAK}. */
    public static final String PASSWORD = "idle.password";

    /** Name of a file: while it exists, tasks fail. */
    public static final String FAIL_WHILE = "idle.fail.while.exists";

    /** An offset with this field is refused. */
    public static final String REFUSED_FIELD = "refuse";

    public static final String WEAK = "weak";

    static final ConfigDef CONFIG = new ConfigDef()
            .define(FEED, ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "What to idle over.")
            .define(SIZE, ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "How much of it.")
            .define(
                    PASSWORD,
                    ConfigDef.Type.STRING,
                    null,
                    (name, value) -> {
                        if (value != null && value.toString().contains(WEAK)) {
                            throw new ConfigException(name, value, "a weak password");
                        }
                    },
                    ConfigDef.Importance.LOW,
                    "A secret that is no declared one, and is quoted in an error.")
            .define(FAIL_WHILE, ConfigDef.Type.STRING, "", ConfigDef.Importance.LOW, "When to fail.");

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void start(Map<String, String> props) {
        properties = Map.copyOf(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return IdleTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        properties = Map.of();
    }

    @Override
    public ConfigDef config() {
        return CONFIG;
    }

    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.values().stream()
                .filter(offset -> offset != null && offset.containsKey(REFUSED_FIELD))
                .findAny()
                .ifPresent(offset -> {
                    throw new ConnectException("these offsets are not to this connector's taste");
                });
        return true;
    }

    /** Thread-safe: the worker stops it from another thread through the latch. */
    public static final class IdleTask extends SourceTask {

        private final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public String version() {
            return VERSION;
        }

        @Override
        public void start(Map<String, String> props) {
            String file = props.getOrDefault(FAIL_WHILE, "");
            if (!file.isEmpty() && Files.exists(Path.of(file))) {
                throw new ConnectException("told to fail");
            }
        }

        @Override
        public List<SourceRecord> poll() throws InterruptedException {
            stopped.await(100, TimeUnit.MILLISECONDS);
            return null;
        }

        @Override
        public void stop() {
            stopped.countDown();
        }
    }
}
