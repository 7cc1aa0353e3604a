package io.streambus.cli.output;

/** The word of {@code -o}. */
public enum OutputFormat {
    /** For people; may change with any version. */
    table,
    /** The bridge's own bodies. */
    json,
    /** The same as YAML. */
    yaml
}
