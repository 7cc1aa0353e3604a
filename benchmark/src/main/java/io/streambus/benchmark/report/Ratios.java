package io.streambus.benchmark.report;

import io.streambus.benchmark.trial.CaseResult;
import io.streambus.benchmark.trial.Outcome;
import java.util.Optional;
import java.util.OptionalDouble;

/** Ours divided by theirs; for costs, less than 1 is better, for speed, more. */
record Ratios(CaseResult result, Outcome.Measured ours, Outcome.Measured theirs) {

    /** Empty if either of the two took no part or was refused: a wrong copy has no speed. */
    static Optional<Ratios> of(CaseResult result, String ours, String theirs) {
        return result.measured(ours)
                .flatMap(our -> result.measured(theirs).map(their -> new Ratios(result, our, their)));
    }

    /** Empty where one of the two was not measured. */
    OptionalDouble ratio(Column column) {
        OptionalDouble our = column.value().of(result.played(), ours);
        OptionalDouble their = column.value().of(result.played(), theirs);
        return our.isPresent() && their.isPresent() && their.getAsDouble() != 0
                ? OptionalDouble.of(our.getAsDouble() / their.getAsDouble())
                : OptionalDouble.empty();
    }
}
