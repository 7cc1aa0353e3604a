package io.streambus.benchmark.report;

import static io.streambus.benchmark.contender.Contenders.DEFAULTS;
import static io.streambus.benchmark.contender.Contenders.OURS;
import static io.streambus.benchmark.contender.Contenders.TUNED;

import io.streambus.benchmark.trial.CaseResult;
import io.streambus.benchmark.trial.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The figures of a case as a Markdown table, in columns that line up, so that a terminal shows it well too. */
public final class FigureTable {

    private FigureTable() {}

    /** Lines without an end of line: the table, then a sentence for each refusal. */
    public static List<String> of(CaseResult result) {
        List<Column> columns = Column.ALL.stream()
                .filter(column -> result.turns().stream()
                        .anyMatch(turn -> turn.outcome() instanceof Outcome.Measured measured
                                && !column.text(result.played(), measured).isEmpty()))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        columns.forEach(column -> head.add(column.title()));
        rows.add(head);
        for (CaseResult.Turn turn : result.turns()) {
            List<String> row = new ArrayList<>(List.of(turn.title()));
            for (Column column : columns) {
                row.add(
                        turn.outcome() instanceof Outcome.Measured measured
                                ? column.text(result.played(), measured)
                                : "refused");
            }
            rows.add(row);
        }
        ratios(result, columns, DEFAULTS, "ours / MirrorMaker 2, defaults").ifPresent(rows::add);
        ratios(result, columns, TUNED, "ours / MirrorMaker 2, tuned").ifPresent(rows::add);
        List<String> lines = aligned(rows);
        for (CaseResult.Turn turn : result.turns()) {
            if (turn.outcome() instanceof Outcome.Refused refused) {
                lines.add("");
                lines.add("REFUSED: " + turn.title() + ": " + refused.reason());
            }
        }
        return lines;
    }

    private static Optional<List<String>> ratios(CaseResult result, List<Column> columns, String theirs, String title) {
        return Ratios.of(result, OURS, theirs).map(ratios -> {
            List<String> row = new ArrayList<>(List.of("**" + title + "**"));
            for (Column column : columns) {
                OptionalDouble ratio = ratios.ratio(column);
                row.add(ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "");
            }
            return row;
        });
    }

    private static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(Math.max(widths[i], 3), row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(line(row, widths));
            if (lines.size() == 1) {
                lines.add(rule(widths));
            }
        }
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(' ')
                    .append(i == 0 ? row.get(i) + padding : padding + row.get(i))
                    .append(" |");
        }
        return line.toString();
    }

    private static String rule(int[] widths) {
        return java.util.stream.IntStream.range(0, widths.length)
                .mapToObj(i -> i == 0 ? "-".repeat(widths[i] + 2) : "-".repeat(widths[i] + 1) + ":")
                .collect(Collectors.joining("|", "|", "|"));
    }
}
