package io.streambus.runtime.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.kafka.connect.source.SourceConnector;

/** Packs {@link IdleSourceConnector} as a plugin. */
public final class PluginDirectory {

    private PluginDirectory() {}

    /** @return an entry for {@code plugin.path}, with one plugin directory in it */
    public static Path create(Path parent) throws IOException {
        Path plugin = Files.createDirectories(parent.resolve("plugins/idle"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugin.resolve("idle.jar")))) {
            for (Class<?> type : List.of(IdleSourceConnector.class, IdleSourceConnector.IdleTask.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(name));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
                    bytes.transferTo(jar);
                }
                jar.closeEntry();
            }
            // Not on the class path of the tests: a worker that knows the connector knows it from this jar.
            jar.putNextEntry(new JarEntry("META-INF/services/" + SourceConnector.class.getName()));
            jar.write(IdleSourceConnector.class.getName().getBytes(StandardCharsets.UTF_8));
            jar.closeEntry();
        }
        return plugin.getParent();
    }
}
