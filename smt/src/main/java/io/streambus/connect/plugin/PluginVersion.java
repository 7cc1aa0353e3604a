package io.streambus.connect.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that every plugin of the pack answers to Connect (KIP-891), as the build wrote it into the jar. */
public final class PluginVersion {

    private static final String VERSION = read();

    private PluginVersion() {}

    /** @return the version of the pack, never empty */
    public static String current() {
        return VERSION;
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = PluginVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing beside " + PluginVersion.class.getName()
                        + ": the jar is incomplete, install the plugin again");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties cannot be read from the plugin's jar", e);
        }
        return properties.getProperty("version");
    }
}
