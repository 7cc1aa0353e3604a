package io.streambus.runtime;

/** The state in which a connector is created (KIP-980). */
public enum InitialState {
    RUNNING,
    PAUSED,
    STOPPED
}
