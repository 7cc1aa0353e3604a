package io.streambus.runtime.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaProperties;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A formatted log directory.
 *
 * @param nodeId the id that the directory belongs to, from its first format on
 */
record Storage(Path logDir, int nodeId) {

    /**
     * Formats the directory, or takes up one that an earlier start has formatted.
     *
     * @param nodeIdIfNew what a new directory is formatted for. JMX names and thread names hold it, so brokers of one JVM should differ
     * @throws StartFailedException if the directory belongs to another cluster or cannot be written
     */
    static Storage open(ClusterSpec spec, int nodeIdIfNew) {
        Path logDir = spec.dataDir().toAbsolutePath().normalize().resolve("data");
        String kafkaId = kafkaClusterId(spec.clusterId());
        try {
            Files.createDirectories(logDir);
            MetaPropertiesEnsemble found = new MetaPropertiesEnsemble.Loader()
                    .addLogDirs(List.of(logDir.toString()))
                    .addMetadataLogDir(logDir.toString())
                    .load();
            MetaProperties properties = found.logDirProps().get(logDir.toString());
            if (properties == null) {
                format(logDir, nodeIdIfNew, kafkaId);
                return new Storage(logDir, nodeIdIfNew);
            }
            String foundId = properties.clusterId().orElse("none");
            if (!foundId.equals(kafkaId)) {
                throw new StartFailedException(
                        "the data directory " + spec.dataDir() + " belongs to a cluster with Kafka id " + foundId
                                + ", not to " + spec.clusterId() + " (" + kafkaId
                                + "); choose another directory, or delete this one",
                        null);
            }
            return new Storage(logDir, properties.nodeId().orElse(nodeIdIfNew));
        } catch (StartFailedException e) {
            throw e;
        } catch (Exception e) { // Formatter.run declares it
            throw new StartFailedException(
                    "the data directory " + spec.dataDir() + " of the cluster " + spec.clusterId()
                            + " cannot be read or formatted: " + e.getMessage(),
                    e);
        }
    }

    /** Kafka's cluster id (22 characters of base64), the same for the same name wherever and whenever it is started. */
    static String kafkaClusterId(String clusterId) {
        UUID uuid = UUID.nameUUIDFromBytes(("streambus/" + clusterId).getBytes(StandardCharsets.UTF_8));
        return new Uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()).toString();
    }

    private static void format(Path logDir, int nodeId, String kafkaId) throws Exception {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setNodeId(nodeId)
                    .setClusterId(kafkaId)
                    .addDirectory(logDir.toString())
                    .setMetadataLogDirectory(logDir.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName(Listeners.CONTROLLER)
                    .run();
        }
    }
}
