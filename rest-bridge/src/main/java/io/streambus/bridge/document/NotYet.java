package io.streambus.bridge.document;

import java.util.List;

/** What documents may ask for and this version cannot do: refused by name, because an ignored wish looks like a kept one. */
final class NotYet {

    static final List<String> LINK_TYPES = List.of("star", "hub-spoke", "mesh");
    static final List<String> MODES = List.of("push");

    private NotYet() {}

    static String message(String what) {
        return what + " is not available in this version";
    }
}
