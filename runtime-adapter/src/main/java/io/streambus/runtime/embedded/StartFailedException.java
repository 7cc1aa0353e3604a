package io.streambus.runtime.embedded;

/** A broker or worker could not be started. What had been started of it has been taken down again. */
public sealed class StartFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The port asked for belongs to somebody else. Nothing had been started when this was found. */
    public static final class PortTaken extends StartFailedException {
        private static final long serialVersionUID = 1L;
        private final int port;

        public PortTaken(String owner, int port, Throwable cause) {
            super(
                    owner + " cannot listen on 127.0.0.1:" + port + ": the port is taken; free it or choose another",
                    cause);
            this.port = port;
        }

        public int port() {
            return port;
        }
    }
}
