package io.streambus.benchmark.trial;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A case with what came of each candidate's turn, in their order. */
public record CaseResult(Case played, List<Turn> turns) {

    /** @param candidate one word */
    public record Turn(String candidate, String title, Outcome outcome) {
        public Turn {
            Objects.requireNonNull(outcome, "outcome");
        }
    }

    public CaseResult {
        Objects.requireNonNull(played, "played");
        turns = List.copyOf(turns);
    }

    /** Figures of a candidate; empty if it took no part or was refused. */
    public Optional<Outcome.Measured> measured(String candidate) {
        return turns.stream()
                .filter(turn -> turn.candidate().equals(candidate))
                .flatMap(turn -> turn.outcome() instanceof Outcome.Measured measured
                        ? java.util.stream.Stream.of(measured)
                        : java.util.stream.Stream.empty())
                .findFirst();
    }

    public boolean hasRefusals() {
        return turns.stream().anyMatch(turn -> turn.outcome() instanceof Outcome.Refused);
    }
}
