package io.streambus.bridge.json;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The outcome of reading a document: the value, or all of its faults. */
public sealed interface Read<T> {

    /** What becomes of the value if there is one; else the same faults. */
    default <U> Read<U> flatMap(Function<T, Read<U>> next) {
        return this instanceof Valid<T> valid ? next.apply(valid.value()) : ((Invalid<T>) this).as();
    }

    /** A document without fault. */
    record Valid<T>(T value) implements Read<T> {
        public Valid {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * A document with at least one fault.
     *
     * @param faults in the order of the document's fields, not empty
     */
    record Invalid<T>(List<Fault> faults) implements Read<T> {
        public Invalid {
            faults = List.copyOf(faults);
            if (faults.isEmpty()) {
                throw new IllegalArgumentException("an invalid document has at least one fault");
            }
        }

        /** The same faults, as the outcome of reading something else. */
        public <U> Invalid<U> as() {
            return new Invalid<>(faults);
        }
    }
}
