package io.streambus.bridge.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.KafkaException;

/**
 * The certificate or key that a link names by its file. The bridge reads it itself, where workers have a config provider do it: with one, any reference
 * in a document would be put in place of the file it names. Thread-safe: stateless.
 */
public final class PemFile {

    private static final int LARGEST = 1 << 20;

    private PemFile() {}

    /** @throws KafkaException if there is no such file that could be one */
    public static String content(String file) {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new KafkaException("there is no file " + file + " on the bridge's machine");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new KafkaException("file " + file + " on the bridge's machine is too large for a PEM file");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new KafkaException("file " + file + " on the bridge's machine cannot be read ("
                    + e.getClass().getSimpleName() + ')');
        }
    }
}
