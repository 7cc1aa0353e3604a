package io.streambus.runtime.embedded.process;

import java.util.List;
import java.util.Objects;

/**
 * How the JVM of a child is started.
 *
 * @param options of the java command, in order
 * @param classPath as {@code -cp} takes it
 */
public record JavaVm(List<String> options, String classPath) {

    public JavaVm {
        options = List.copyOf(options);
        Objects.requireNonNull(classPath, "classPath");
    }

    /** On this JVM's class path. Several JVMs share a test machine's few cores: start-up counts, not peak speed. */
    public static JavaVm quickToStart() {
        return new JavaVm(
                List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                System.getProperty("java.class.path"));
    }
}
