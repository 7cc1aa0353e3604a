package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveContentsIT {

    private static final String CONNECTOR = "io.streambus.connect.StreamBusSourceConnector";

    @TempDir
    Path temp;

    /** By name, all of them: what a worker brings must not be carried, and a new jar in a plugin is a decision. */
    @Test
    void thePluginArchiveIsAFlatDirectoryOfFourJars() throws Exception {
        String root = "streambus-connect-" + Dist.version() + "-plugin/";

        assertThat(entries(Dist.pluginArchive()))
                .filteredOn(entry -> !entry.endsWith("/"))
                .containsExactlyInAnyOrder(
                        root + "LICENSE",
                        root + "streambus-connect-smt-" + Dist.version() + ".jar",
                        root + "streambus-connect-connector-" + Dist.version() + ".jar",
                        root + "connect-mirror-client-4.3.1.jar",
                        root + "re2j-1.8.jar");
    }

    @Test
    void theBridgeArchiveHoldsWhatItsDirectoryHolds() throws Exception {
        String root = "streambus-connect-" + Dist.version() + "-bridge/";
        List<String> inDirectory;
        try (Stream<Path> files = Files.walk(Dist.bridge())) {
            inDirectory = files.filter(Files::isRegularFile)
                    .map(file ->
                            root + Dist.bridge().relativize(file).toString().replace('\\', '/'))
                    .toList();
        }

        assertThat(entries(Dist.bridgeArchive()))
                .filteredOn(entry -> !entry.endsWith("/"))
                .containsExactlyInAnyOrderElementsOf(inDirectory);
        assertThat(inDirectory)
                .contains(
                        root + "streambus",
                        root + "LICENSE",
                        root + "README.md",
                        root + "examples/links/link-1.json",
                        root + "monitoring/alert-rules.yml",
                        root + "monitoring/grafana-dashboard.json",
                        root + "plugin/streambus-connect/streambus-connect-connector-" + Dist.version() + ".jar")
                .noneMatch(entry -> entry.endsWith("pom.xml"));
    }

    @Test
    void theLauncherInTheBridgeArchiveCanBeRun() throws Exception {
        assertThat(lines("tar", "tvzf", Dist.bridgeArchive().toString()))
                .anyMatch(line -> line.startsWith("-rwxr-xr-x") && line.endsWith("-bridge/streambus"));
    }

    /** The class path of the demo, as the launcher puts it together. */
    @Test
    void theDemosClassPathHoldsNothingOfThePlugin() throws Exception {
        for (String name : classPathEntries("lib", "lib-embedded")) {
            try (JarFile jar = new JarFile(name)) {
                assertThat(jar.stream().map(entry -> entry.getName()))
                        .as(name)
                        .noneMatch(entry -> entry.startsWith("io/streambus/connect/"));
            }
        }
        try (URLClassLoader demo = loader("lib", "lib-embedded")) {
            assertThatThrownBy(() -> demo.loadClass(CONNECTOR)).isInstanceOf(ClassNotFoundException.class);
            // What the two directories are for is there.
            assertThat(demo.loadClass("org.apache.kafka.connect.cli.ConnectDistributed"))
                    .isNotNull();
            assertThat(demo.loadClass("com.google.re2j.Pattern")).isNotNull();
        }
    }

    @Test
    void theBridgesClassPathHoldsFormatsButNeitherBrokerNorWorker() throws Exception {
        try (URLClassLoader bridge = loader("lib", "lib-formats")) {
            assertThat(bridge.loadClass("io.streambus.connect.checkpoint.CheckpointFormat"))
                    .isNotNull();
            assertThatThrownBy(() -> bridge.loadClass("org.apache.kafka.connect.runtime.Worker"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> bridge.loadClass("kafka.server.KafkaConfig"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void noJarLiesInTwoDirectoriesOfOneClassPath() throws Exception {
        List<String> embedded = names("lib-embedded");
        List<String> formats = names("lib-formats");

        assertThat(names("lib")).doesNotContainAnyElementsOf(embedded).doesNotContainAnyElementsOf(formats);
    }

    /** KIP-898: with plugin.discovery=service_load a worker finds nothing that is not listed. */
    @Test
    void everyConnectorTransformAndConfigProviderInThePluginIsListedAsAService() throws Exception {
        try (URLClassLoader plugin = new URLClassLoader(
                urls(Path.of(Dist.bridge().toString(), "plugin", "streambus-connect")),
                getClass().getClassLoader())) {
            assertThat(listed(SourceConnector.class))
                    .containsExactlyInAnyOrderElementsOf(present(plugin, SourceConnector.class));
            assertThat(listed(Transformation.class))
                    .containsExactlyInAnyOrderElementsOf(present(plugin, Transformation.class));
            assertThat(listed(ConfigProvider.class))
                    .containsExactlyInAnyOrderElementsOf(present(plugin, ConfigProvider.class))
                    .contains("io.streambus.connect.StreamBusConfigProvider");
            assertThat(listed(SourceConnector.class)).contains(CONNECTOR);
            assertThat(listed(Transformation.class))
                    .contains(
                            "io.streambus.connect.smt.FilterRecords",
                            "io.streambus.connect.smt.RewriteHeaders",
                            "io.streambus.connect.smt.PreventLoops");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plugin", "bridge"})
    void entriesCarryTheTimeOfTheReleaseAndNoBuilder(String kind) throws Exception {
        Path archive = kind.equals("plugin") ? Dist.pluginArchive() : Dist.bridgeArchive();

        assertThat(lines("tar", "tvzf", archive.toString(), "--utc"))
                .allMatch(line -> line.contains(" root/root ") && line.contains("2026-11-01 00:00"));
    }

    private static List<String> listed(Class<?> type) throws IOException {
        List<String> listed = new ArrayList<>();
        for (Path jar : ourJars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                var entry = file.getEntry("META-INF/services/" + type.getName());
                if (entry != null) {
                    String content = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    content.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .forEach(listed::add);
                }
            }
        }
        return listed;
    }

    private static List<String> present(ClassLoader loader, Class<?> type) throws Exception {
        List<String> present = new ArrayList<>();
        for (Path jar : ourJars()) {
            List<String> classes;
            try (JarFile file = new JarFile(jar.toFile())) {
                classes = file.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                        .map(name -> name.substring(0, name.length() - ".class".length())
                                .replace('/', '.'))
                        .toList();
            }
            for (String name : classes) {
                Class<?> found = Class.forName(name, false, loader);
                if (type.isAssignableFrom(found)
                        && !java.lang.reflect.Modifier.isAbstract(found.getModifiers())
                        && java.lang.reflect.Modifier.isPublic(found.getModifiers())) {
                    present.add(name);
                }
            }
        }
        return present;
    }

    private static List<Path> ourJars() throws IOException {
        try (Stream<Path> files = Files.list(Dist.bridge().resolve("plugin").resolve("streambus-connect"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("streambus-connect-"))
                    .toList();
        }
    }

    /** Without the test's own class path, and with the platform's classes only. */
    private static URLClassLoader loader(String... directories) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (String directory : directories) {
            urls.addAll(List.of(urls(Dist.bridge().resolve(directory))));
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] urls(Path directory) throws IOException {
        List<URL> urls = new ArrayList<>();
        try (Stream<Path> jars = Files.list(directory)) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static List<String> classPathEntries(String... directories) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String directory : directories) {
            try (Stream<Path> jars = Files.list(Dist.bridge().resolve(directory))) {
                jars.map(Path::toString).forEach(entries::add);
            }
        }
        return entries;
    }

    private static List<String> names(String directory) throws IOException {
        try (Stream<Path> jars = Files.list(Dist.bridge().resolve(directory))) {
            return jars.map(jar -> jar.getFileName().toString()).toList();
        }
    }

    private List<String> entries(Path archive) throws Exception {
        return lines("tar", "tzf", archive.toString());
    }

    private List<String> lines(String... command) throws Exception {
        Path output = Files.createTempFile(temp, "tar", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output);
    }
}
