package io.streambus.bridge.store;

/** A link does not fit into the store, however often it is tried; nothing has been written. */
public final class LinkTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LinkTooLargeException(String id, int bytes, int bound, String topic) {
        super("link " + id + " takes " + bytes
                + " bytes as it is stored, with what the document leaves open written out, and topic " + topic
                + " has room for " + bound
                + "; make the document smaller: one topics_regex can stand for many entries of topic_config or topics");
    }
}
