package io.streambus.bridge.document;

/** What documents may ask for and this version cannot do: refused by name, because an ignored wish looks like a kept one. */
final class NotYet {

    private NotYet() {}

    static String message(String what) {
        return what + " is not available in this version";
    }
}
