package io.streambus.connect.listener;

/** What has come of a request of the Kafka protocol in clear to a port. */
enum Spoken {
    /** The answer to that request. */
    KAFKA,
    /** A record of TLS, most likely its alert. */
    TLS,
    /** Something that is neither. */
    OTHER,
    /** The host has no address. */
    UNRESOLVED,
    /** Nobody listens there. */
    REFUSED,
    /** No connection in time, or no way there. */
    UNREACHABLE,
    /** A connection, and nothing on it in time. */
    SILENT,
    /** A connection that was closed without an answer. */
    CLOSED
}
