package io.streambus.connect.limits;

import static io.streambus.connect.limits.LargeRecords.KEY;
import static io.streambus.connect.limits.LargeRecords.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class TransformPreviewTest {

    private static final String REWRITE = "io.streambus.connect.smt.RewriteHeaders";
    private static final String FILTER = "io.streambus.connect.smt.FilterRecords";

    @Test
    void withoutTransformsARecordStaysWhatItIs() {
        TransformPreview none = new TransformPreview(Map.of());
        SourceRecord record = record();

        assertThat(none.apply(record)).isSameAs(record);
        assertThat(none.mostAdded(5)).isZero();
    }

    @Test
    void appliesOursInTheirOrderAndPassesOverThoseOfOthers() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "transforms", "mark, route ,filter",
                "transforms.mark.type", REWRITE,
                "transforms.mark.add.mark", "yes",
                "transforms.route.type", "org.apache.kafka.connect.transforms.RegexRouter",
                "transforms.route.regex", ".*",
                "transforms.filter.type", FILTER,
                "transforms.filter.headers.mark", "yes"));

        assertThat(new TransformPreview(settings).apply(record()))
                .extracting(SourceRecord::topic)
                .isEqualTo("t");

        settings.put("transforms", "filter,mark");

        assertThat(new TransformPreview(settings).apply(record())).isNull();
    }

    @Test
    void theShortNameMeansOursToo() {
        assertThat(new TransformPreview(Map.of(
                                "transforms",
                                "f",
                                "transforms.f.type",
                                "FilterRecords",
                                "transforms.f.headers.mark",
                                "yes"))
                        .apply(record()))
                .isNull();
    }

    @Test
    void aTransformUnderAPredicateIsPassedOver() {
        assertThat(new TransformPreview(Map.of(
                                "transforms", "f",
                                "transforms.f.type", FILTER,
                                "transforms.f.predicate", "isTombstone",
                                "transforms.f.headers.mark", "yes"))
                        .apply(record()))
                .isNotNull();
    }

    @Test
    void tellsTheMostThatIsAdded() {
        TransformPreview preview = new TransformPreview(Map.of(
                "transforms", "r",
                "transforms.r.type", REWRITE,
                "transforms.r.source.cluster.alias", "west",
                "transforms.r.transform.h", "a -> " + "b".repeat(500),
                "transforms.r.add.x", "${now}${topic}${source_cluster}${topic}"));
        ConnectHeaders headers = new ConnectHeaders();
        for (int i = 0; i < 50; i++) {
            headers.addBytes("h", "a".getBytes(UTF_8));
        }
        SourceRecord record = LargeRecords.record(KEY, new byte[1], NOW, headers);

        long added = RecordSize.of(preview.apply(record)).estimate()
                - RecordSize.of(record).estimate();

        assertThat(added).isGreaterThan(50 * 499L);
        assertThat(preview.mostAdded(50)).isGreaterThanOrEqualTo(added);
    }

    @Test
    void whatIsWronglyConfiguredIsSaid() {
        assertThatThrownBy(() -> new TransformPreview(Map.of(
                        "transforms", "r",
                        "transforms.r.type", REWRITE,
                        "transforms.r.add.x", "${nonsense}")))
                .isInstanceOf(ConfigException.class);
    }

    private static SourceRecord record() {
        return LargeRecords.record(KEY, new byte[1], NOW, new ConnectHeaders());
    }
}
