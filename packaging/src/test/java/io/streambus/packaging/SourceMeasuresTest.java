package io.streambus.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How large classes and packages may become before somebody has to look for a seam. Code lines are those without comments, imports and blanks. */
class SourceMeasuresTest {

    private static final int P95 = 165;
    private static final int LARGEST = 350;
    private static final int MOST_CLASSES = 16;

    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of("smt", "connector", "runtime-adapter", "rest-bridge", "benchmark");

    @Test
    void nineteenOfTwentyClassesAreSmallAndNoneIsLarge() throws IOException {
        for (String module : MODULES) {
            Map<Integer, List<Path>> bySize = new TreeMap<>();
            for (Path source : sources(ROOT.resolve(module).resolve("src/main/java"))) {
                bySize.computeIfAbsent(codeLines(source), size -> new ArrayList<>())
                        .add(source);
            }
            List<Integer> sizes = bySize.entrySet().stream()
                    .flatMap(size -> size.getValue().stream().map(source -> size.getKey()))
                    .toList();
            int p95 = sizes.get((int) (sizes.size() * 0.95));
            int largest = sizes.get(sizes.size() - 1);
            System.out.printf("%s: %d classes, p95 %d code lines, largest %d.%n", module, sizes.size(), p95, largest);

            assertThat(sizes).as("classes of %s", module).hasSizeGreaterThan(30);
            assertThat(p95).as("p95 of %s", module).isLessThanOrEqualTo(P95);
            assertThat(largest).as("%s", bySize.get(largest)).isLessThanOrEqualTo(LARGEST);
        }
    }

    @Test
    void aPackageHoldsNoMoreThanOneCanOverlook() throws IOException {
        for (String module : MODULES) {
            Map<Path, Long> sizes = sources(ROOT.resolve(module).resolve("src/main/java")).stream()
                    .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

            assertThat(sizes)
                    .allSatisfy((folder, classes) ->
                            assertThat(classes).as("classes in %s", folder).isLessThanOrEqualTo(MOST_CLASSES));
        }
    }

    /** Whoever reads a name knows which class is meant. */
    @Test
    void noTwoClassesShareAName() throws IOException {
        Map<String, TreeSet<String>> byName = new TreeMap<>();
        List<String> all = new ArrayList<>(MODULES);
        all.add("packaging");
        all.add("config-examples");
        for (String module : all) {
            for (String kind : List.of("main", "test")) {
                Path folder = ROOT.resolve(module).resolve("src").resolve(kind).resolve("java");
                for (Path source : Files.isDirectory(folder) ? sources(folder) : List.<Path>of()) {
                    byName.computeIfAbsent(source.getFileName().toString(), name -> new TreeSet<>())
                            .add(source.toString());
                }
            }
        }

        assertThat(byName).hasSizeGreaterThan(500);
        assertThat(byName.values()).allSatisfy(sources -> assertThat(sources).hasSize(1));
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        }
    }

    private static int codeLines(Path source) throws IOException {
        String withoutComments = Files.readString(source).replaceAll("(?s)/\\*.*?\\*/", "");
        return (int) withoutComments
                .lines()
                .map(line -> line.replaceAll("//.*", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("import ") && !line.startsWith("package "))
                .count();
    }
}
