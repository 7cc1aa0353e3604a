package io.streambus.bridge.cluster;

/** A cluster of a link did not answer in time. Worth trying again later. */
public final class ClusterUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
