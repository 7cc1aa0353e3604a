package io.streambus.bridge.document;

/** What documents may ask for and this version cannot do: refused by name, because an ignored field looks like an obeyed one. */
final class NotYet {

    private NotYet() {}

    static String message(String what) {
        return what + " is not available in this version";
    }
}
