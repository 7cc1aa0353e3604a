package io.streambus.benchmark.trial;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A case with what came of each contender's turn, in their order. */
public record CaseResult(Case played, List<Turn> turns) {

    /** @param contender one word */
    public record Turn(String contender, String title, Outcome outcome) {
        public Turn {
            Objects.requireNonNull(outcome, "outcome");
        }
    }

    public CaseResult {
        Objects.requireNonNull(played, "played");
        turns = List.copyOf(turns);
    }

    /** Figures of a contender; empty if it took no part or was refused. */
    public Optional<Outcome.Measured> measured(String contender) {
        return turns.stream()
                .filter(turn -> turn.contender().equals(contender))
                .flatMap(turn -> turn.outcome() instanceof Outcome.Measured measured
                        ? java.util.stream.Stream.of(measured)
                        : java.util.stream.Stream.empty())
                .findFirst();
    }

    public boolean hasRefusals() {
        return turns.stream().anyMatch(turn -> turn.outcome() instanceof Outcome.Refused);
    }
}
