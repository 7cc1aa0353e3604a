package io.streambus.runtime.embedded.process;

import java.util.List;

/** The one line that a child writes to its standard output: how its start went. */
sealed interface ProcessReport {

    /** @param addresses as clients need them: {@code host:port} of a cluster, then that of its internal listener; the URL of a worker */
    record Ready(List<String> addresses) implements ProcessReport {
        public Ready {
            addresses = List.copyOf(addresses);
        }

        @Override
        public String line() {
            return "ready " + String.join(" ", addresses);
        }
    }

    record PortTaken(int port) implements ProcessReport {
        @Override
        public String line() {
            return "taken " + port;
        }
    }

    record Failed(String reason) implements ProcessReport {
        @Override
        public String line() {
            return "failed " + reason.replaceAll("\\s+", " ");
        }
    }

    String line();

    static ProcessReport parse(String line) {
        int blank = line.indexOf(' ');
        String rest = line.substring(blank + 1);
        return switch (blank < 0 ? line : line.substring(0, blank)) {
            case "ready" -> new Ready(List.of(rest.split(" ")));
            case "taken" -> new PortTaken(Integer.parseInt(rest));
            case "failed" -> new Failed(rest);
            default -> new Failed("the child wrote \"" + line + "\" to its standard output");
        };
    }
}
