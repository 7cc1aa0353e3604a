package io.streambus.connect.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.smt.FilterRecords;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForeignTransformsTest {

    private static ForeignTransforms of(String... types) {
        Map<String, String> settings = new HashMap<>();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < types.length; i++) {
            names.append(i == 0 ? "" : " , ").append("t").append(i);
            settings.put("transforms.t" + i + ".type", types[i]);
        }
        settings.put("transforms", names.toString());
        return ForeignTransforms.in(settings);
    }

    @Test
    void withoutTransformsThereAreNone() {
        assertThat(ForeignTransforms.in(Map.of()).any()).isFalse();
        assertThat(ForeignTransforms.in(Map.of("transforms", " ")).any()).isFalse();
    }

    @Test
    void oursAreNotForeign() {
        ForeignTransforms none = of(FilterRecords.class.getName());

        assertThat(none.any()).isFalse();
        assertThat(none.changeKeys()).isFalse();
        assertThat(none.changeValues()).isFalse();
    }

    @Test
    void whatAClassIsNamedForIsAllThatItChanges() {
        ForeignTransforms ofKeys = of("org.apache.kafka.connect.transforms.MaskField$Key");
        ForeignTransforms ofValues = of("org.apache.kafka.connect.transforms.MaskField$Value");

        assertThat(ofKeys.changeKeys()).isTrue();
        assertThat(ofKeys.changeValues()).isFalse();
        assertThat(ofValues.changeKeys()).isFalse();
        assertThat(ofValues.changeValues()).isTrue();
    }

    @Test
    void oneThatIsNamedForNeitherMayChangeBoth() {
        ForeignTransforms unknown = of(FilterRecords.class.getName(), "com.example.Anything");

        assertThat(unknown.any()).isTrue();
        assertThat(unknown.changeKeys()).isTrue();
        assertThat(unknown.changeValues()).isTrue();
    }
}
