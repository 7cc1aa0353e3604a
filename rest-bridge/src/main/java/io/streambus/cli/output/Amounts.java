package io.streambus.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Figures of answers in words; what an answer does not hold is a dash. */
public final class Amounts {

    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P"};

    private Amounts() {}

    public static String number(JsonNode value) {
        if (!value.isNumber()) {
            return "-";
        }
        return value.isIntegralNumber()
                ? String.format(Locale.ROOT, "%,d", value.asLong())
                : String.format(Locale.ROOT, "%,.1f", value.asDouble());
    }

    /** Errors are rare: 0.01 a second must show. */
    public static String fineNumber(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%,.2f", value.asDouble()) : "-";
    }

    /** @param value in ms */
    public static String duration(JsonNode value) {
        if (!value.isNumber()) {
            return "-";
        }
        long ms = value.asLong();
        return ms < 10_000
                ? String.format(Locale.ROOT, "%,d ms", ms)
                : String.format(Locale.ROOT, "%,.1f s", ms / 1000.0);
    }

    /** Bytes with decimal prefixes. */
    public static String bytes(JsonNode value) {
        if (!value.isNumber()) {
            return "-";
        }
        double amount = value.asDouble();
        int prefix = 0;
        while (amount >= 1000 && prefix < PREFIXES.length - 1) {
            amount /= 1000;
            prefix++;
        }
        return String.format(Locale.ROOT, prefix == 0 ? "%.0f B" : "%.1f " + PREFIXES[prefix] + "B", amount);
    }
}
