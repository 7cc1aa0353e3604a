package io.streambus.packaging;

import java.nio.file.Path;

/** What the build has put together, as the build says where. */
public final class Dist {

    private Dist() {}

    /** The unpacked bridge archive. */
    public static Path bridge() {
        return Path.of(property("streambus.dist"), "bridge");
    }

    static Path pluginArchive() {
        return Path.of(property("streambus.archives"), "streambus-connect-" + version() + "-plugin.tar.gz");
    }

    static Path bridgeArchive() {
        return Path.of(property("streambus.archives"), "streambus-connect-" + version() + "-bridge.tar.gz");
    }

    /** The directory config-examples of the sources. */
    static Path examples() {
        return Path.of(property("streambus.examples"));
    }

    static String version() {
        return property("streambus.version");
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the system property " + name
                    + " is not set: run this test through Maven (mvn -pl packaging -am verify)");
        }
        return value;
    }
}
