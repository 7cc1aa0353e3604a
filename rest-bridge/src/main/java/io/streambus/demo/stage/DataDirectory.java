package io.streambus.demo.stage;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where the demo keeps the clusters' data, logs and the files it makes.
 *
 * @param path absolute
 * @param temporary whether it goes when the demo ends
 */
public record DataDirectory(Path path, boolean temporary) {

    /**
     * Takes up the given directory, or makes a temporary one.
     *
     * @param ports of this run; the data of an earlier one fits the same ports only, since link and topics hold addresses
     * @throws StageException if the directory cannot be used
     */
    public static DataDirectory open(Optional<Path> given, Ports ports) {
        try {
            if (given.isEmpty()) {
                return new DataDirectory(Files.createTempDirectory("streambus-demo-"), true).withLogs();
            }
            DataDirectory kept = new DataDirectory(given.get().toAbsolutePath().normalize(), false);
            Files.createDirectories(kept.path);
            kept.checkSamePorts(ports);
            return kept.withLogs();
        } catch (IOException e) {
            throw new StageException(
                    "the data directory"
                            + given.map(path -> " '" + path + "' (--data-dir)").orElse("") + " cannot be used: " + e,
                    e);
        }
    }

    public Path cluster(String clusterId) {
        return path.resolve(clusterId);
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path bridgeConfig() {
        return path.resolve("bridge.properties");
    }

    /** Removes a temporary directory with all it holds; leaves one that its user has given. */
    public void removeIfTemporary() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            // Somebody else cleans up too; then there is nothing left to do.
        } catch (IOException | UncheckedIOException e) {
            throw new StageException("the temporary directory '" + path + "' could not be removed: " + e, e);
        }
    }

    private DataDirectory withLogs() throws IOException {
        Files.createDirectories(logs());
        return this;
    }

    private void checkSamePorts(Ports ports) throws IOException {
        Path file = path.resolve("demo.properties");
        Properties wanted = asProperties(ports);
        if (Files.exists(file)) {
            Properties found = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                found.load(reader);
            }
            if (!found.equals(wanted)) {
                throw new StageException(
                        "the data directory '" + path + "' belongs to a demo on the ports " + text(found)
                                + ", and its link holds them; this run would use " + text(wanted)
                                + ": give the --port-base of before, or another --data-dir");
            }
            return;
        }
        try (Writer writer = Files.newBufferedWriter(file)) {
            wanted.store(writer, "The ports that the data of this directory belongs to.");
        }
    }

    private static Properties asProperties(Ports ports) {
        Properties properties = new Properties();
        properties.setProperty("west", String.valueOf(ports.west()));
        properties.setProperty("east", String.valueOf(ports.east()));
        properties.setProperty("worker", String.valueOf(ports.worker()));
        properties.setProperty("bridge", String.valueOf(ports.bridge()));
        return properties;
    }

    private static String text(Properties ports) {
        return String.join(
                ", ",
                Stream.of("west", "east", "worker", "bridge")
                        .map(name -> name + " " + ports.getProperty(name, "unknown"))
                        .toList());
    }
}
