package io.streambus.runtime.embedded.process;

/** The one line that a child writes to its standard output: how its start went. */
sealed interface Report {

    /** @param address as clients need it: {@code host:port} of a cluster, the URL of a worker */
    record Ready(String address) implements Report {
        @Override
        public String line() {
            return "ready " + address;
        }
    }

    record PortTaken(int port) implements Report {
        @Override
        public String line() {
            return "taken " + port;
        }
    }

    record Failed(String reason) implements Report {
        @Override
        public String line() {
            return "failed " + reason.replaceAll("\\s+", " ");
        }
    }

    String line();

    static Report parse(String line) {
        int blank = line.indexOf(' ');
        String rest = line.substring(blank + 1);
        return switch (blank < 0 ? line : line.substring(0, blank)) {
            case "ready" -> new Ready(rest);
            case "taken" -> new PortTaken(Integer.parseInt(rest));
            case "failed" -> new Failed(rest);
            default -> new Failed("the child wrote \"" + line + "\" to its standard output");
        };
    }
}
