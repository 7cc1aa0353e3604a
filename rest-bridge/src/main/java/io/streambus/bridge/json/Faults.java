package io.streambus.bridge.json;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong while a document is read. Confined to one reading. */
public final class Faults {

    /** A body of 1 MiB can hold very many; nobody reads more than this, and the answer stays small. */
    private static final int MOST = 200;

    private final List<Fault> found = new ArrayList<>();

    void add(String pointer, String message) {
        if (found.size() < MOST) {
            found.add(new Fault(pointer, message));
        }
    }

    public boolean none() {
        return found.isEmpty();
    }

    int count() {
        return found.size();
    }

    public List<Fault> all() {
        return List.copyOf(found);
    }
}
