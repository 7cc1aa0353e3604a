package io.streambus.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The product's version, which the build has written into a resource. Picocli makes the instance. */
final class ProductVersion implements IVersionProvider {

    private static final String RESOURCE = "version.properties";

    @Override
    public String[] getVersion() {
        Properties build = new Properties();
        try (InputStream resource = ProductVersion.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(
                        "the jar lacks its resource " + RESOURCE + ": unpack or build the installation again");
            }
            build.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String[] {
            "streambus " + build.getProperty("version") + " (Java " + System.getProperty("java.version") + ")"
        };
    }
}
