package io.streambus.connect.checkpoint.group;

import java.util.Objects;
import java.util.Optional;

/** What came of a group's position in one partition. Reasons are sentences for people. */
public sealed interface GroupOutcome {

    /** The group would go on at the target exactly where it stands at the source. */
    record InSync() implements GroupOutcome {}

    /** Not exact yet, and will become so by itself: what may be committed already skips nothing. */
    record Pending(String why) implements GroupOutcome {
        public Pending {
            Objects.requireNonNull(why, "why");
        }
    }

    /** The group is used at the target: its position there is its own, and left alone. */
    record Active(String why) implements GroupOutcome {
        public Active {
            Objects.requireNonNull(why, "why");
        }
    }

    /** There is no position that is known to skip nothing, or none that may be written. Somebody has to do something. */
    record NotTranslatable(String why) implements GroupOutcome {
        public NotTranslatable {
            Objects.requireNonNull(why, "why");
        }
    }

    /** As documents and messages have it: {@code in_sync}, {@code pending}, {@code active} or {@code not_translatable}. */
    default String word() {
        if (this instanceof InSync) {
            return "in_sync";
        }
        if (this instanceof Pending) {
            return "pending";
        }
        return this instanceof Active ? "active" : "not_translatable";
    }

    /** Empty where all is well. */
    default Optional<String> reason() {
        if (this instanceof Pending pending) {
            return Optional.of(pending.why());
        }
        if (this instanceof Active active) {
            return Optional.of(active.why());
        }
        return this instanceof NotTranslatable not ? Optional.of(not.why()) : Optional.empty();
    }
}
