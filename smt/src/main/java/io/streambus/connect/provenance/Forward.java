package io.streambus.connect.provenance;

/** Which records a flow carries on from its source cluster. */
public enum Forward {
    /** Only those that were produced there: meshes and active-active pairs, where every other cluster has a flow of its own to the target. */
    LOCAL,
    /** Those that were copied there from other clusters as well: relays, such as the hub of a star. */
    ALL
}
