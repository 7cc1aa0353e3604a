package io.streambus.connect.headers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A text with variables: {@code copied from ${source_cluster} for $$5}. {@code $$} is a dollar sign; any other {@code $} begins a variable.
 *
 * <p>The worker resolves references to config providers, which have a colon ({@code ${file:path:key}}), before a transform sees its
 * configuration, and leaves everything else alone (Kafka's {@code ConfigTransformer}): variables have no colon and arrive as they were written.
 *
 * @param parts in the order of the text
 */
public record Template(List<Part> parts) {

    /** A piece of a template. */
    sealed interface Part {
        record Text(String text) implements Part {}

        record Value(Variable variable) implements Part {}
    }

    public Template {
        parts = List.copyOf(parts);
    }

    /**
     * @throws IllegalArgumentException if the text has an unknown variable or a lone {@code $}; the message names the known variables
     */
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) != '$') {
                plain.append(text.charAt(i++));
            } else if (text.startsWith("$$", i)) {
                plain.append('$');
                i += 2;
            } else {
                int end = text.startsWith("${", i) ? text.indexOf('}', i) : -1;
                if (end < 0) {
                    throw new IllegalArgumentException("the $ at character " + (i + 1)
                            + " begins no variable: write $$ for a dollar sign, or one of " + Variable.allInMessages());
                }
                String word = text.substring(i + 2, end);
                Variable variable = Variable.of(word)
                        .orElseThrow(
                                () -> new IllegalArgumentException("the variable ${" + word + "} is unknown: known are "
                                        + Variable.allInMessages() + "; write $$ for a dollar sign"));
                if (!plain.isEmpty()) {
                    parts.add(new Part.Text(plain.toString()));
                    plain.setLength(0);
                }
                parts.add(new Part.Value(variable));
                i = end + 1;
            }
        }
        if (!plain.isEmpty()) {
            parts.add(new Part.Text(plain.toString()));
        }
        return new Template(parts);
    }

    /** The variables that the text uses. */
    public Set<Variable> variables() {
        return parts.stream()
                .filter(Part.Value.class::isInstance)
                .map(part -> ((Part.Value) part).variable())
                .collect(Collectors.toSet());
    }

    String render(Function<Variable, String> values) {
        StringBuilder rendered = new StringBuilder();
        for (Part part : parts) {
            rendered.append(
                    part instanceof Part.Value value ? values.apply(value.variable()) : ((Part.Text) part).text());
        }
        return rendered.toString();
    }
}
