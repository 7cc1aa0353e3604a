package io.streambus.connect;

import io.streambus.connect.plugin.PluginVersion;
import io.streambus.connect.secret.SecretBox;
import io.streambus.connect.secret.SecretException;
import io.streambus.connect.secret.SecretReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.components.Versioned;

/**
 * Puts the secrets of links in place of the encrypted references that the bridge passes on, in the worker's memory only (KIP-297). A worker knows it
 * by {@code config.providers=streambus}, {@code config.providers.streambus.class} and {@code config.providers.streambus.param.key.file}.
 * Thread-safe once configured.
 */
public final class StreamBusConfigProvider implements ConfigProvider, Versioned {

    /** The file of keys, which is the bridge's {@code secrets.key.file}. */
    public static final String KEY_FILE = "key.file";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    KEY_FILE,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new ConfigDef.NonEmptyString(),
                    ConfigDef.Importance.HIGH,
                    "The file of keys that the bridge encrypts the secrets of links with.");

    private SecretBox secrets;

    @Override
    public String version() {
        return PluginVersion.current();
    }

    /** @throws ConfigException if there is no key file, or one that cannot be used: a worker had better not start than fail every link */
    @Override
    public void configure(Map<String, ?> settings) {
        secrets = new SecretBox(Path.of((String) DEFINITION.parse(settings).get(KEY_FILE)));
        secrets.check();
    }

    /** Nothing: what can be asked for is known to those who hold a reference, not here. */
    @Override
    public ConfigData get(String path) {
        return new ConfigData(Map.of());
    }

    /** @throws SecretException if a secret cannot be decrypted; the message names its link, cluster and property */
    @Override
    public ConfigData get(String path, Set<String> keys) {
        if (!SecretReference.isPlace(path)) {
            throw new SecretException(
                    "a reference to a StreamBus secret must be ${streambus:place:secret} as the bridge writes it");
        }
        Map<String, String> opened = new HashMap<>();
        keys.forEach(key -> opened.put(key, secrets.open(new SecretReference(path, key))));
        return new ConfigData(opened);
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
