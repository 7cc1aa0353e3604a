package io.streambus.bridge.lifecycle;

import java.util.List;
import java.util.regex.Pattern;

/** Makes one sentence of a stack trace, and takes out what could be a secret. */
final class FailureReason {

    private static final int LONGEST = 400;
    /** Longer ones would keep the patterns busy. */
    private static final int LONGEST_LINE = 2_000;

    private static final Pattern EXCEPTION_CLASS = Pattern.compile("^(?:[a-z][\\w]*\\.)+([A-Z]\\w*(?:\\$\\w+)?):\\s*");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:password|passphrase|secret|token|credential)[\\w.]*\\s*[=:]\\s*)(\"[^\"]*\"?|'[^']*'?|[^\\s,;]+)");

    /** Kafka's {@code ConfigException}, which quotes a value that may be what a reference stands for. */
    private static final String QUOTED = "Invalid value ";

    private static final String SETTING = " for configuration ";

    private FailureReason() {}

    /** The first line, and the innermost cause where Connect only wrapped it. */
    static String of(String trace) {
        List<String> lines = trace.lines().toList();
        if (lines.isEmpty() || lines.get(0).isBlank()) {
            return "Connect gave no reason; the worker's log has it";
        }
        String reason = clean(lines.get(0));
        String cause = lines.stream()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .map(line -> clean(line.substring("Caused by: ".length())))
                .orElse(reason);
        return shortened(cause.equals(reason) || reason.contains(cause) ? reason : reason + " (" + cause + ')');
    }

    private static String clean(String line) {
        String stripped = line.strip();
        String text = EXCEPTION_CLASS
                .matcher(stripped.substring(0, Math.min(stripped.length(), LONGEST_LINE)))
                .replaceFirst("");
        return SECRET.matcher(withoutValue(text)).replaceAll("$1***");
    }

    private static String withoutValue(String text) {
        if (text.contains("JAAS config")) {
            return "Kafka cannot log in with what sasl.jaas.config says";
        }
        if (!text.startsWith(QUOTED)) {
            return text;
        }
        int setting = text.lastIndexOf(SETTING);
        return "Invalid value" + (setting < 0 ? " of a setting" : text.substring(setting));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
