package io.streambus.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Columns for people. Confined to one thread. */
public final class Table {

    private static final String GAP = "   ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** @throws IllegalArgumentException if there are not as many cells as headings */
    public Table row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells under " + headings);
        }
        List<String> row = new ArrayList<>();
        for (String cell : cells) {
            row.add(cell.isBlank() ? "-" : Plain.text(cell));
        }
        rows.add(row);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, headings first; words to the left, figures to the right. */
    public List<String> lines(Ink ink) {
        int columns = headings.size();
        int[] widths = new int[columns];
        boolean[] figures = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            int width = headings.get(column).length();
            boolean allFigures = !rows.isEmpty();
            for (List<String> row : rows) {
                width = Math.max(width, row.get(column).length());
                allFigures &= isFigure(row.get(column));
            }
            widths[column] = width;
            figures[column] = allFigures;
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(headings, widths, figures, new Ink(false)));
        rows.forEach(row -> lines.add(line(row, widths, figures, ink)));
        return lines;
    }

    private static String line(List<String> cells, int[] widths, boolean[] figures, Ink ink) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String blanks = " ".repeat(widths[column] - cell.length());
            boolean last = column == widths.length - 1;
            line.append(column == 0 ? "" : GAP)
                    .append(figures[column] ? blanks + cell : ink.paint(cell) + (last ? "" : blanks));
        }
        return line.toString();
    }

    private static boolean isFigure(String cell) {
        return cell.equals("-") || Character.isDigit(cell.charAt(0));
    }
}
