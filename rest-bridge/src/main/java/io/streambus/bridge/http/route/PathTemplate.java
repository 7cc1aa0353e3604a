package io.streambus.bridge.http.route;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with variables in braces: {@code /links/{linkId}/start}. The first one names the subject, and is called after its kind. A slash at the end
 * does not matter, as it does not to the resources. Immutable.
 */
final class PathTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z]+?)(?:Id)?}");
    private static final String PART = "([^/]+)";

    private final Optional<String> kind;
    private final Pattern exact;
    /** Of a template that ends with its subject, with one part more; the last group is that part. */
    private final Optional<Pattern> below;

    PathTemplate(String template) {
        Matcher variables = VARIABLE.matcher(template);
        StringBuilder pattern = new StringBuilder();
        Optional<String> first = Optional.empty();
        int end = 0;
        while (variables.find()) {
            first = first.or(() -> Optional.of(variables.group(1)));
            pattern.append(Pattern.quote(template.substring(end, variables.start())))
                    .append(PART);
            end = variables.end();
        }
        pattern.append(Pattern.quote(template.substring(end)));
        this.kind = first;
        this.exact = Pattern.compile(pattern + "/?");
        this.below =
                end == template.length() ? Optional.of(Pattern.compile(pattern + "/" + PART + "/?")) : Optional.empty();
    }

    boolean matches(String path) {
        return exact.matcher(path).matches();
    }

    /** What the path names, if it is one of these or one part below. */
    Optional<Subject> subject(String path) {
        return match(Optional.of(exact), path)
                .or(() -> match(below, path))
                .flatMap(match -> kind.map(name -> new Subject(name, match.group(1))));
    }

    /** The part by which a path is longer. */
    Optional<String> below(String path) {
        return match(below, path).map(match -> match.group(match.groupCount()));
    }

    private static Optional<Matcher> match(Optional<Pattern> pattern, String path) {
        return pattern.map(known -> known.matcher(path)).filter(Matcher::matches);
    }
}
