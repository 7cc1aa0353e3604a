package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {

    private static final Duration SHORT = Duration.ofSeconds(30);

    @TempDir
    Path temp;

    @Test
    void theVersionIsTheBuilds() throws Exception {
        try (StreamBusProcess version = StreamBusProcess.start(temp, "--version")) {
            assertThat(version.exitCode(SHORT)).isZero();
            assertThat(version.output()).startsWith("streambus " + Dist.version() + " ");
        }
    }

    @Test
    void theLauncherMayBeALink() throws Exception {
        Path link = temp.resolve("sb");
        Files.createSymbolicLink(link, Dist.bridge().resolve("streambus"));

        try (StreamBusProcess version = StreamBusProcess.start(link, temp, Map.of(), "--version")) {
            assertThat(version.exitCode(SHORT)).as(version.output()).isZero();
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void aCopyInADirectoryWithBlanksRuns() throws Exception {
        Path home = temp.resolve("unpacked here");
        try (var files = Files.walk(Dist.bridge())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        home.resolve(Dist.bridge().relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }

        try (StreamBusProcess help =
                StreamBusProcess.start(home.resolve("streambus"), temp, Map.of(), "demo", "--help")) {
            assertThat(help.exitCode(SHORT)).as(help.output()).isZero();
            assertThat(help.output()).contains("--port-base");
        }
    }

    @Test
    void aJavaThatIsTooOldIsNamedWithTheWayOut() throws Exception {
        Path java = fakeJava("openjdk version \"11.0.22\" 2024-01-16");

        assertFailure(Map.of("JAVA_HOME", java.toString()), "is Java 11.0.22, 17 or newer is needed");
    }

    @Test
    void aJavaOfTheOldNumberingIsTooOldToo() throws Exception {
        Path java = fakeJava("java version \"1.8.0_392\"");

        assertFailure(Map.of("JAVA_HOME", java.toString()), "is Java 1.8.0_392, 17 or newer is needed");
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        assertFailure(Map.of("JAVA_HOME", temp.toString()), "JAVA_HOME is '" + temp + "'");
    }

    @Test
    void anIncompleteInstallationIsNamed() throws Exception {
        Path launcher = Files.copy(Dist.bridge().resolve("streambus"), temp.resolve("streambus"));

        try (StreamBusProcess process = StreamBusProcess.start(launcher, temp, Map.of(), "--version")) {
            assertThat(process.exitCode(SHORT)).isEqualTo(1);
            assertThat(process.output()).contains("unpack the whole bridge archive");
        }
    }

    private void assertFailure(Map<String, String> environment, String message) throws Exception {
        try (StreamBusProcess process =
                StreamBusProcess.start(Dist.bridge().resolve("streambus"), temp, environment, "--version")) {
            assertThat(process.exitCode(SHORT)).isEqualTo(1);
            assertThat(process.output()).contains(message);
        }
    }

    private Path fakeJava(String version) throws IOException {
        Path home = Files.createDirectories(temp.resolve("old java"));
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho '" + version + "' >&2\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }
}
