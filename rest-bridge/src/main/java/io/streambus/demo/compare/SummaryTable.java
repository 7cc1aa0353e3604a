package io.streambus.demo.compare;

import io.streambus.demo.compare.ComparisonResult.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as a table for people: one line per topic and one for all. */
public final class SummaryTable {

    private static final List<String> HEADINGS =
            List.of("topic", "partitions", "source", "target", "equal", "differences");

    private SummaryTable() {}

    /** The lines of the table, headings first. */
    public static List<String> of(ComparisonResult result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        result.byTopic().forEach((topic, totals) -> rows.add(row(topic, totals)));
        rows.add(row("total", result.total()));
        return rows.stream().map(row -> line(row, rows)).toList();
    }

    private static List<String> row(String name, Totals totals) {
        return List.of(
                name,
                number(totals.partitions()),
                number(totals.sourceRecords()),
                number(totals.targetRecords()),
                number(totals.equal()),
                number(totals.differences()));
    }

    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            int current = column;
            int width =
                    rows.stream().mapToInt(r -> r.get(current).length()).max().orElseThrow();
            // Names to the left, figures to the right.
            String format = column == 0 ? "%-" + width + "s" : "   %" + width + "s";
            line.append(format.formatted(row.get(column)));
        }
        return line.toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
