package io.streambus.benchmark.stage;

import io.streambus.runtime.embedded.process.JavaVm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been built: the bridge archive as it is shipped, and this module.
 *
 * @param home of the unpacked bridge archive
 * @param mirrorMaker holds MirrorMaker 2 as a plugin
 */
public record BenchmarkInstallation(Path home, Path mirrorMaker) {

    /** What Kafka's own start scripts give broker and worker. */
    private static final List<String> KAFKAS_OPTIONS = List.of(
            "-server",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:InitiatingHeapOccupancyPercent=35",
            "-XX:+ExplicitGCInvokesConcurrent",
            "-Djava.awt.headless=true",
            "-Dorg.apache.logging.log4j.level=WARN");

    private static final List<String> BROKERS_HEAP = List.of("-Xms1g", "-Xmx1g");
    private static final List<String> WORKERS_HEAP = List.of("-Xms256m", "-Xmx2g");

    /** @throws IllegalStateException if the process was not started by the launcher, or something is not built */
    public static BenchmarkInstallation ofThisProcess() {
        BenchmarkInstallation installation = new BenchmarkInstallation(
                path("streambus.home"), path("streambus.benchmark").resolve("mirror-maker"));
        for (Path needed : List.of(installation.plugin(), installation.mirrorMaker)) {
            if (!Files.isDirectory(needed)) {
                throw new IllegalStateException(
                        "'" + needed + "' is missing; build the checkout: mvn -DskipTests package");
            }
        }
        return installation;
    }

    private static Path path(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("the system property " + property
                    + " is not set: start the benchmark through the launcher, './streambus benchmark'");
        }
        return Path.of(value);
    }

    /** For {@code plugin.path}: our plugin as it is shipped. */
    public Path plugin() {
        return home.resolve("plugin");
    }

    /** Of a broker: as Kafka's start script has it. */
    public JavaVm broker() {
        return new JavaVm(options(BROKERS_HEAP), kafkaClassPath());
    }

    /** Of a worker, the same for every contender: as Kafka's start script has it. No plugin is on its class path. */
    public JavaVm worker() {
        return new JavaVm(options(WORKERS_HEAP), kafkaClassPath());
    }

    /** Of this module's own helpers: as a worker. */
    public JavaVm own() {
        return new JavaVm(options(WORKERS_HEAP), System.getProperty("java.class.path"));
    }

    /** The options that every contender's JVM gets, for the report. */
    public static List<String> workerOptions() {
        return options(WORKERS_HEAP);
    }

    private static List<String> options(List<String> heap) {
        List<String> options = new ArrayList<>(heap);
        options.addAll(KAFKAS_OPTIONS);
        return options;
    }

    private String kafkaClassPath() {
        return home.resolve("lib") + File.separator + "*" + File.pathSeparator + home.resolve("lib-embedded")
                + File.separator + "*";
    }
}
