package io.streambus.runtime;

import java.util.Optional;

/** Which names a connector can have. */
public final class ConnectorName {

    private ConnectorName() {}

    /**
     * What makes a name unfit for a new connector, if anything: Connect's own rules, and what its HTTP server (Jetty 12) refuses within an
     * address. Connect creates a connector with such a name all the same, and then nobody can reach it: not even to delete it.
     */
    public static Optional<String> fault(String connector) {
        if (connector.isBlank()) {
            return Optional.of("is empty; name the connector");
        }
        if (!connector.equals(connector.trim())) {
            return Optional.of("begins or ends with a blank, which Connect takes off; found \"" + connector + "\"");
        }
        if (connector.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("holds a control character, which Connect refuses");
        }
        if (connector.chars().anyMatch(c -> c == '%' || c == '/' || c == '\\')
                || connector.equals(".")
                || connector.equals("..")) {
            return Optional.of("cannot be part of an address: it must be without % / \\ and not . or ..; found \""
                    + connector + "\"");
        }
        return Optional.empty();
    }
}
