package io.streambus.bridge.lifecycle;

import io.streambus.bridge.link.LinkAction;
import io.streambus.bridge.store.StoredLink;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells the caller of an illegal move which call comes first. */
final class Advice {

    private Advice() {}

    static String notAllowed(StoredLink stored, LinkAction action) {
        String status = "link " + stored.id() + " is " + stored.status().word();
        return switch (action) {
            case DELETE -> status + " and must be stopped before it is deleted; POST …/stop first";
            case UPDATE ->
                status + " and must be paused or stopped before it is updated; POST " + first(stored) + " first";
            default ->
                status + " and cannot " + action.word() + "; from here it can "
                        + stored.status().allowedActions().stream()
                                .map(LinkAction::word)
                                .collect(Collectors.joining(", "));
        };
    }

    static String notStopped(StoredLink stored) {
        return "link " + stored.id() + " is " + stored.status().word()
                + " and must be stopped before it is said where a partition goes on; POST …/stop first";
    }

    private static String first(StoredLink stored) {
        return Stream.of(LinkAction.PAUSE, LinkAction.STOP)
                .filter(stored.status().allowedActions()::contains)
                .map(action -> "…/" + action.word())
                .collect(Collectors.joining(" or "));
    }
}
