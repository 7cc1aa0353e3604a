package io.streambus.connect.smt;

import static io.streambus.connect.smt.Records.headers;
import static io.streambus.connect.smt.Records.mirrored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.streambus.connect.plugin.PluginVersion;
import io.streambus.connect.provenance.Provenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

/** What a worker sees of the transforms: that they are found, named, described and measured. */
class TransformsAsPluginsTest {

    @Test
    void everyTransformOfTheJarIsListedForTheWorkerAndNothingElse() throws IOException, URISyntaxException {
        Path classes = Path.of(FilterRecords.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> present;
        try (Stream<Path> files = Files.walk(classes)) {
            present = files.filter(file -> file.toString().endsWith(".class"))
                    .<Class<?>>map(file -> load(classes.relativize(file).toString()))
                    .filter(Transformation.class::isAssignableFrom)
                    .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                    .toList();
        }

        assertThat(listed().map(Object::getClass).toList())
                .hasSize(3)
                .containsExactlyInAnyOrderElementsOf(present.stream().toList());
    }

    @Test
    void theVersionIsTheOneOfTheBuild() {
        assertThat(PluginVersion.current()).matches("\\d+\\.\\d+\\.\\d+(-.+)?");
        assertThat(listed())
                .allSatisfy(transform -> assertThat(transform.version()).isEqualTo(PluginVersion.current()));
    }

    @Test
    void everyConfigKeyIsFitForAUserInterface() {
        assertThat(listed())
                .allSatisfy(
                        transform -> assertThat(transform.config().configKeys().values())
                                .isNotEmpty()
                                .allSatisfy(this::assertFit));
    }

    private void assertFit(ConfigKey key) {
        assertThat(key.validator).as(key.name).isNotNull();
        assertThat(key.group).as(key.name).isNotEmpty();
        assertThat(key.orderInGroup).as(key.name).isPositive();
        assertThat(key.displayName).as(key.name).isNotEmpty().isNotEqualTo(key.name);
        assertThat(key.documentation).as(key.name).endsWith(".");
    }

    @Test
    void filteredRecordsAreCounted() {
        try (Metrics metrics = new Metrics()) {
            FilterRecords<SourceRecord> filter = new FilterRecords<>();
            filter.configure(Map.of("include.pattern.0", "a"));
            filter.withPluginMetrics(pluginMetrics(metrics));

            List.of("a", "b", "ab").forEach(value -> filter.apply(mirrored(value, headers())));

            assertThat(values(metrics))
                    .containsEntry("records-passed-total", 2L)
                    .containsEntry("records-dropped-total", 1L);
        }
    }

    @Test
    void rewrittenRecordsAreCounted() {
        try (Metrics metrics = new Metrics()) {
            RewriteHeaders<SourceRecord> rewriter = new RewriteHeaders<>();
            rewriter.configure(Map.of("remove", "a"));
            rewriter.withPluginMetrics(pluginMetrics(metrics));

            List.of("a", "b", "a").forEach(name -> rewriter.apply(mirrored("v", headers(name, "1"))));

            assertThat(values(metrics))
                    .containsEntry("records-passed-total", 3L)
                    .containsEntry("records-rewritten-total", 2L);
        }
    }

    @Test
    void loopsCarriedAndMalformedHeadersAndTheHopLimitAreCounted() {
        try (Metrics metrics = new Metrics()) {
            PreventLoops<SourceRecord> loops = new PreventLoops<>();
            loops.configure(Map.of("source.cluster.alias", "us-west-1", "target.cluster.alias", "us-east-1"));
            loops.withPluginMetrics(pluginMetrics(metrics));
            String tooManyHops = "a/0@1>".repeat(Provenance.MAX_HOPS - 1) + "b/orders/3@1";

            loops.apply(mirrored("v", headers()));
            for (String provenance :
                    List.of("hub/orders/3@1", "us-east-1/orders/3@1", "us-east-1/other/3@1", "nonsense", tooManyHops)) {
                loops.apply(mirrored("v", headers(Provenance.HEADER, provenance)));
            }
            loops.apply(
                    mirrored("v", headers(Provenance.HEADER, "hub/orders/3@1", Provenance.HEADER, "hub/orders/3@1")));

            assertThat(values(metrics))
                    .containsEntry("records-passed-total", 5L)
                    .containsEntry("records-dropped-total", 2L)
                    .containsEntry("records-malformed-total", 2L)
                    .containsEntry("records-carried-total", 1L)
                    .containsEntry("records-hop-limit-total", 1L);
        }
    }

    @Test
    void aTransformWorksOnAWorkerThatHandsItNoMetricsAndCanBeClosedTwice() {
        FilterRecords<SourceRecord> filter = new FilterRecords<>();
        filter.configure(Map.of("include.pattern.0", "a"));

        assertThat(filter.apply(mirrored("a", headers()))).isNotNull();
        assertThatCode(() -> {
                    filter.close();
                    filter.close();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void everyTransformCanBeMonitored() {
        assertThat(listed()).allMatch(Monitorable.class::isInstance);
    }

    private static Stream<Transformation<?>> listed() {
        return ServiceLoader.load(Transformation.class).stream()
                .map(ServiceLoader.Provider::get)
                .map(TransformsAsPluginsTest::typed);
    }

    private static Transformation<?> typed(Transformation<?> transform) {
        return transform;
    }

    private static PluginMetricsImpl pluginMetrics(Metrics metrics) {
        return new PluginMetricsImpl(metrics, new LinkedHashMap<>(Map.of("connector", "c", "task", "0")));
    }

    private static Map<String, Object> values(Metrics metrics) {
        Map<String, Object> values = new LinkedHashMap<>();
        metrics.metrics().forEach((name, metric) -> {
            if (name.group().equals("plugins")) {
                values.put(name.name(), metric.metricValue());
            }
        });
        return values;
    }

    private static Class<?> load(String file) {
        try {
            return Class.forName(file.replace(java.io.File.separatorChar, '.').replaceAll("\\.class$", ""));
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
