package io.streambus.connect.listener;

/** What a port has answered to a request of the Kafka protocol in clear. */
enum Spoken {
    /** The answer to that request. */
    KAFKA,
    /** A record of TLS, most likely its alert. */
    TLS,
    /** Something that is neither. */
    OTHER,
    /** Nothing in time, or no connection: whatever is wrong, a client sees it too and harmlessly. */
    NOTHING
}
