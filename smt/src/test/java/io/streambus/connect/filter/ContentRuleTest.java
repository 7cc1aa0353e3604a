package io.streambus.connect.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContentRuleTest {

    @Test
    void bytesAndTextGetTheSameAnswerAsTheRuleSpelledOut() {
        var random = new Random(99);
        List<String> patterns = List.of("a", ".*b.*", "^a", "c$", "[ü€]x?", "a|^b", "(?i)B", "d+c", "\\bc\\b", "ü");
        int passed = 0;
        for (int i = 0; i < 20_000; i++) {
            List<String> includes = pick(random, patterns);
            List<String> excludes = pick(random, patterns);
            byte[] content = randomContent(random);
            String text = new String(content, UTF_8);
            boolean expected = (includes.isEmpty() || includes.stream().anyMatch(pattern -> found(pattern, text)))
                    && excludes.stream().noneMatch(pattern -> found(pattern, text));
            var rule = new ContentRule(
                    includes.stream().map(ContentPattern::compile).toList(),
                    excludes.stream().map(ContentPattern::compile).toList());

            assertThat(rule.passes(content, 0, content.length))
                    .as(() -> "+" + includes + " -" + excludes + " in '" + text + "'")
                    .isEqualTo(expected);
            assertThat(rule.passes(text)).isEqualTo(expected);
            passed += expected ? 1 : 0;
        }
        assertThat(passed).isBetween(2_000, 18_000);
    }

    @Test
    void aStrayByteDoesNotHideWhatStandsBehindIt() {
        // RE2/J on bytes would swallow "tes" together with the stray byte and let this record slip through
        var rule = new ContentRule(List.of(), List.of(ContentPattern.compile("test[0-9]")));
        byte[] content = {(byte) 0xFF, 't', 'e', 's', 't', '1'};

        assertThat(rule.passes(content, 0, content.length)).isFalse();
    }

    @Test
    void onlyTheGivenRangeIsDecoded() {
        var rule = new ContentRule(List.of(ContentPattern.compile("^b+$")), List.of());
        byte[] content = "abbbc".getBytes(UTF_8);

        assertThat(rule.passes(content, 1, 4)).isTrue();
        assertThat(rule.passes(content, 0, 4)).isFalse();
    }

    private static boolean found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).find();
    }

    private static List<String> pick(Random random, List<String> patterns) {
        return Stream.generate(() -> patterns.get(random.nextInt(patterns.size())))
                .limit(random.nextInt(3))
                .toList();
    }

    private static byte[] randomContent(Random random) {
        var content = new ByteArrayOutputStream();
        for (int i = random.nextInt(5); i > 0; i--) {
            content.writeBytes(
                    switch (random.nextInt(8)) {
                        case 0 -> new byte[] {(byte) (0x80 + random.nextInt(0x80))};
                        case 1 -> "ü".getBytes(UTF_8);
                        case 2 -> "€".getBytes(UTF_8);
                        case 3 -> "\n".getBytes(UTF_8);
                        default -> new byte[] {(byte) ('a' + random.nextInt(5))};
                    });
        }
        return content.toByteArray();
    }
}
