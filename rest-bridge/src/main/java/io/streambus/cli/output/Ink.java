package io.streambus.cli.output;

/** Colours the words of status and health, where the output takes colours. */
public final class Ink {

    private static final String RESET = "\u001b[0m";

    private final boolean colour;

    public Ink(boolean colour) {
        this.colour = colour;
    }

    /**
     * The cell, coloured by the word it is.
     *
     * @param cell may have blanks around the word
     */
    String paint(String cell) {
        String code = colour ? code(cell.strip()) : "";
        return code.isEmpty() ? cell : code + cell + RESET;
    }

    private static String code(String word) {
        return switch (word) {
            case "active", "healthy" -> "\u001b[32m";
            case "initializing", "degraded", "paused", "warning" -> "\u001b[33m";
            case "failed", "unhealthy" -> "\u001b[31m";
            default -> "";
        };
    }
}
