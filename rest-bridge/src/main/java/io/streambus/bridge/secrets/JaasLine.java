package io.streambus.bridge.secrets;

import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line of {@code sasl.jaas.config}, taken apart by the rules of Kafka's clients ({@code JaasConfig}): one that they would not understand would be
 * quoted in their errors. Comments are not taken, they could hold anything. Takes time in proportion to the line's length.
 *
 * @param module the login module's class
 * @param options in their order
 */
record JaasLine(String module, List<Option> options) {

    /** Stands for a reference while the line is taken apart; a letter to the tokenizer, and in no language one. */
    private static final char REFERENCE = '\uE000';

    private static final Pattern CLASS = Pattern.compile("[\\w$]+(?:\\.[\\w$]+)*");
    private static final Pattern PROVIDER = Pattern.compile("[\\w.-]+");
    private static final Set<String> FLAGS = Set.of("required", "requisite", "sufficient", "optional");

    /** What everybody may know; an option that is not here counts as secret. */
    private static final Set<String> HARMLESS = Set.of(
            "username",
            "clientId",
            "scope",
            "serviceName",
            "principal",
            "keyTab",
            "useKeyTab",
            "storeKey",
            "useTicketCache",
            "ticketCache",
            "renewTGT",
            "doNotPrompt",
            "isInitiator",
            "refreshKrb5Config",
            "debug",
            "tokenauth");

    private static final String HARMLESS_FOR_TRIALS = "unsecuredLogin";

    /**
     * What the module is told.
     *
     * @param value with {@link #REFERENCE} for each reference
     */
    record Option(String name, String value) {

        private boolean isHarmless() {
            return HARMLESS.contains(name) || name.startsWith(HARMLESS_FOR_TRIALS);
        }

        private boolean holdsReference() {
            return value.indexOf(REFERENCE) >= 0;
        }

        private boolean isReference() {
            return !value.isEmpty() && value.chars().allMatch(c -> c == REFERENCE);
        }
    }

    JaasLine {
        options = List.copyOf(options);
    }

    /** @return empty where Kafka's clients would refuse the line, or would find a comment in it */
    static Optional<JaasLine> parse(String line) {
        return withoutReferences(line).flatMap(JaasLine::tokens);
    }

    /** Whether a config provider has a part in it. */
    boolean holdsReference() {
        return options.stream().anyMatch(Option::holdsReference);
    }

    /** Whether something in it that could be a secret is no reference. */
    boolean holdsSecretInClear() {
        return options.stream().anyMatch(option -> !option.isHarmless() && !option.isReference());
    }

    private static Optional<String> withoutReferences(String line) {
        if (line.indexOf(REFERENCE) >= 0) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int start = line.indexOf("${"); start >= 0; start = line.indexOf("${", at)) {
            int end = line.indexOf('}', start);
            if (end < 0) {
                return Optional.empty();
            }
            int colon = line.substring(start, end).indexOf(':');
            if (colon < 0) {
                text.append(line, at, end + 1);
            } else if (PROVIDER.matcher(line.substring(start + 2, start + colon))
                    .matches()) {
                text.append(line, at, start).append(REFERENCE);
            } else {
                return Optional.empty();
            }
            at = end + 1;
        }
        return Optional.of(text.append(line, at, line.length()).toString());
    }

    private static Optional<JaasLine> tokens(String line) {
        StreamTokenizer tokens = new StreamTokenizer(new StringReader(line));
        tokens.ordinaryChar('/');
        tokens.wordChars('-', '-');
        tokens.wordChars('_', '_');
        tokens.wordChars('$', '$');
        try {
            return read(tokens);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory could not be read", e);
        }
    }

    private static Optional<JaasLine> read(StreamTokenizer tokens) throws IOException {
        if (tokens.nextToken() != StreamTokenizer.TT_WORD
                || !CLASS.matcher(tokens.sval).matches()) {
            return Optional.empty();
        }
        String module = tokens.sval;
        if (tokens.nextToken() != StreamTokenizer.TT_WORD || !FLAGS.contains(tokens.sval.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        List<Option> options = new ArrayList<>();
        while (tokens.nextToken() != ';') {
            String name = tokens.sval;
            if (name == null
                    || name.indexOf(REFERENCE) >= 0
                    || tokens.nextToken() != '='
                    || tokens.nextToken() == StreamTokenizer.TT_EOF
                    || tokens.sval == null) {
                return Optional.empty();
            }
            options.add(new Option(name, tokens.sval));
        }
        return tokens.nextToken() == StreamTokenizer.TT_EOF
                ? Optional.of(new JaasLine(module, options))
                : Optional.empty();
    }

    /** Its values may be secret. */
    @Override
    public String toString() {
        return "JAAS line of " + options.size() + " options";
    }
}
