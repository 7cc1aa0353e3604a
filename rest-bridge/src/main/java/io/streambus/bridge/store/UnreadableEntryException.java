package io.streambus.bridge.store;

import io.streambus.bridge.json.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** An entry of the links topic that this bridge cannot understand; it is left alone. */
final class UnreadableEntryException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Fault> faults;

    UnreadableEntryException(String message) {
        super(message);
        this.faults = List.of();
    }

    /** @param faults of the document in it, which is all that is wrong with the entry */
    UnreadableEntryException(List<Fault> faults) {
        super(faults.stream()
                .map(fault -> (fault.pointer() + " " + fault.message()).strip())
                .collect(Collectors.joining("; ")));
        this.faults = faults;
    }

    /** Empty if the document is not what cannot be read. */
    List<Fault> faults() {
        return faults;
    }
}
