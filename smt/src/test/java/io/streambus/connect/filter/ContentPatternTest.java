package io.streambus.connect.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '\u0001',
            value = {
                "important            § important",
                ".*important.*        § important",
                ".*?important.*?.*    § important",
                ".*priority:high.*    § priority:high",
                "\"region\":\"eu-1\"  § \"region\":\"eu-1\"",
                "a\\.b\\*\\\\c\\_d    § a.b*\\c_d",
                ".*f\\.*              § NOT A LITERAL",
                "größe=1 m            § größe=1 m",
                "^important           § NOT A LITERAL",
                "^.*important.*$      § NOT A LITERAL",
                "(?i)important        § NOT A LITERAL",
                "imp.rtant            § NOT A LITERAL",
                "imp.*rtant           § NOT A LITERAL",
                "x+                   § NOT A LITERAL",
                "a|b                  § NOT A LITERAL",
                "\\d                  § NOT A LITERAL",
                "\\Qa.b\\E            § NOT A LITERAL",
                "[a]                  § NOT A LITERAL",
                "😀                   § NOT A LITERAL",
                "\uFFFD               § NOT A LITERAL",
            })
    void aPatternThatAmountsToALiteralIsRecognised(String pattern, String literal) {
        assertThat(LiteralReader.literalOf(pattern).orElse("NOT A LITERAL")).isEqualTo(literal);
    }

    @ParameterizedTest
    @ValueSource(strings = {".*", ".*.*?", ".*?"})
    void aPatternThatFitsEverythingIsFoundInEmptyContentToo(String pattern) {
        var literal = (ContentPattern.Literal) ContentPattern.compile(pattern);

        assertThat(literal.isIn(new byte[0], 0, 0)).isTrue();
        assertThat(literal.isIn("")).isTrue();
    }

    @Test
    void searchingALiteralInTheBytesFindsWhatTheEngineFindsInTheDecodedText() {
        var random = new Random(42);
        int found = 0;
        int literals = 0;
        for (int i = 0; i < 50_000; i++) {
            String pattern = randomPattern(random);
            if (pattern.isEmpty()
                    || !isValid(pattern)
                    || LiteralReader.literalOf(pattern).isEmpty()) {
                continue;
            }
            literals++;
            byte[] content = randomContent(random);
            String text = new String(content, UTF_8);
            boolean expected = Pattern.compile(pattern).matcher(text).find();

            var literal = (ContentPattern.Literal) ContentPattern.compile(pattern);

            assertThat(literal.isIn(content, 0, content.length))
                    .as(() -> "'" + pattern + "' in the bytes of '" + text + "'")
                    .isEqualTo(expected);
            assertThat(literal.isIn(text))
                    .as(() -> "'" + pattern + "' in '" + text + "'")
                    .isEqualTo(expected);
            found += expected ? 1 : 0;
        }
        // Both answers must be common, or the comparison says nothing.
        assertThat(literals).isGreaterThan(10_000);
        assertThat(found).isBetween(literals / 20, literals * 19 / 20);
    }

    @Test
    void literalsThatRepeatThemselvesAreFoundWhereverTheyStand() {
        var random = new Random(3);
        int found = 0;
        for (int i = 0; i < 50_000; i++) {
            String text = randomLetters(random, 12);
            String sought = "a" + randomLetters(random, 5);
            var literal = (ContentPattern.Literal) ContentPattern.compile(sought);
            boolean expected = text.contains(sought);

            assertThat(literal.isIn(text.getBytes(UTF_8), 0, text.length()))
                    .as(() -> "'" + sought + "' in '" + text + "'")
                    .isEqualTo(expected);
            found += expected ? 1 : 0;
        }
        assertThat(found).isBetween(5_000, 45_000);
    }

    private static String randomLetters(Random random, int max) {
        return random.ints(random.nextInt(max + 1), 'a', 'c')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void aLiteralIsSearchedWithinTheGivenRangeOnly() {
        var literal = (ContentPattern.Literal) ContentPattern.compile("abc");
        byte[] content = "xabcx".getBytes(UTF_8);

        assertThat(literal.isIn(content, 1, 4)).isTrue();
        assertThat(literal.isIn(content, 2, 5)).isFalse();
        assertThat(literal.isIn(content, 0, 3)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(unclosed             | is no pattern in RE2 syntax",
                "a**                   | is no pattern in RE2 syntax",
                "(?<=look)behind       | is no pattern in RE2 syntax",
                "(a)\\1                | is no pattern in RE2 syntax",
                "((a{1000}){1000}){9}  | counted repetitions",
                "(((a{30}){30}){30})+  | counted repetitions",
                "(a{2,100}){0,200}     | counted repetitions",
                "(a{99999999999})      | counted repetitions",
            })
    void whatTheEngineCannotTakeIsRefusedWithTheReason(String pattern, String reason) {
        assertThatThrownBy(() -> ContentPattern.compile(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void emptyAndOverlongPatternsAreRefused() {
        assertThatThrownBy(() -> ContentPattern.compile("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> ContentPattern.compile("x".repeat(2_001)))
                .hasMessageContaining("2001 characters, allowed are 2000");
    }

    @Test
    void theDeepestNestingThatTheBoundsLetThroughIsCompiled() {
        int depth = PatternCost.MAX_LENGTH / 2;

        assertThat(ContentPattern.compile("(".repeat(depth) + ")".repeat(depth)))
                .isInstanceOf(ContentPattern.Engine.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "([0-9]{1,3}\\.){3}[0-9]{1,3}",
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "\\d{4}-\\d{2}-\\d{2}T(\\d{2}:){2}\\d{2}",
                "x{1000}"
            })
    void patternsAsPeopleWriteThemStayWithinTheBounds(String pattern) {
        assertThat(ContentPattern.compile(pattern)).isInstanceOf(ContentPattern.Engine.class);
    }

    @Test
    void theBoundIsNeverLowerThanTheProgramThatTheEngineMakes() {
        var random = new Random(5);
        int compiled = 0;
        for (int i = 0; i < 4_000; i++) {
            String pattern = randomRepetitions(random, 3);
            try {
                PatternCost.require(pattern);
            } catch (IllegalArgumentException e) {
                continue;
            }
            compiled++;
            // Each step takes a few instructions: the split and the captures around it.
            assertThat(Pattern.compile(pattern).programSize()).as(pattern).isLessThan(4 * PatternCost.MAX_INSTRUCTIONS);
        }
        assertThat(compiled).isGreaterThan(400);
    }

    private static String randomRepetitions(Random random, int depth) {
        var pattern = new StringBuilder();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String atom = depth == 0 || random.nextInt(3) == 0
                    ? List.of("a", ".", "[^x]", "\\d", "\\)").get(random.nextInt(5))
                    : "(" + randomRepetitions(random, depth - 1) + ")";
            int times = 1 + random.nextInt(40);
            pattern.append(atom)
                    .append(List.of("", "", "*", "{" + times + "}", "{0," + times + "}", "{" + times + ",}")
                            .get(random.nextInt(6)));
        }
        return pattern.toString();
    }

    private static boolean isValid(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** Pieces that collide with one another and with the contents' pieces, so that near misses are frequent. */
    private static String randomPattern(Random random) {
        List<String> pieces = List.of("a", "b", "ab", "ü", "\\.", "\\*", ":", "\n", "\\\\", "€", " ", "\u0000");
        var pattern = new StringBuilder();
        pattern.append(List.of("", "", ".*", ".*?", ".*.*").get(random.nextInt(5)));
        for (int i = random.nextInt(4); i > 0; i--) {
            pattern.append(pieces.get(random.nextInt(pieces.size())));
        }
        pattern.append(List.of("", "", ".*", ".*?", "*", "+", "?", ".").get(random.nextInt(8)));
        return pattern.toString();
    }

    private static byte[] randomContent(Random random) {
        List<byte[]> pieces = List.of(
                "a".getBytes(UTF_8),
                "b".getBytes(UTF_8),
                "ü".getBytes(UTF_8),
                ".".getBytes(UTF_8),
                "*".getBytes(UTF_8),
                ":".getBytes(UTF_8),
                "\n".getBytes(UTF_8),
                "\\".getBytes(UTF_8),
                "€ ".getBytes(UTF_8),
                "\u0000".getBytes(UTF_8),
                "😀".getBytes(UTF_8),
                // Broken UTF-8: a lone start, a lone continuation, a cut character, an overlong 'a', a surrogate, no
                // UTF-8 at all.
                new byte[] {(byte) 0xC3},
                new byte[] {(byte) 0xBC},
                new byte[] {(byte) 0xE2, (byte) 0x82},
                new byte[] {(byte) 0xC1, (byte) 0xA1},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xFF});
        var content = new ByteArrayOutputStream();
        for (int i = random.nextInt(8); i > 0; i--) {
            content.writeBytes(pieces.get(random.nextInt(pieces.size())));
        }
        return content.toByteArray();
    }
}
