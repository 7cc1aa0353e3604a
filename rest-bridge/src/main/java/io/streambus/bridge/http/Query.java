package io.streambus.bridge.http;

import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.problem.ProblemException;
import io.streambus.bridge.json.Fault;
import io.streambus.bridge.json.NearestName;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Reads query parameters and reports all that is wrong with them at once. Confined to one request. */
final class Query {

    private final MultivaluedMap<String, String> parameters;
    private final Set<String> asked = new TreeSet<>();
    private final List<Fault> faults = new ArrayList<>();

    Query(UriInfo uri) {
        this.parameters = uri.getQueryParameters();
    }

    Optional<String> text(String name) {
        asked.add(name);
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            fault(name, "is given " + values.size() + " times");
        }
        return values.stream().findFirst();
    }

    Optional<String> word(String name, List<String> words) {
        Optional<String> value = text(name);
        value.filter(text -> !words.contains(text)).ifPresent(text -> fault(name, "must be one of " + words));
        return value;
    }

    boolean flag(String name, boolean byDefault) {
        return word(name, List.of("true", "false", "1", "0"))
                .map(value -> value.equals("true") || value.equals("1"))
                .orElse(byDefault);
    }

    OptionalInt integer(String name, int min, int max) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= min && number <= max) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of range is.
        }
        fault(name, "must be an integer from " + min + " to " + max);
        return OptionalInt.empty();
    }

    void fault(String name, String message) {
        faults.add(new Fault("", "query parameter " + name + ' ' + message));
    }

    /** To be called when every parameter has been asked for: ends the call if anything is wrong. */
    void done() {
        for (String name : parameters.keySet()) {
            if (!asked.contains(name)) {
                fault(
                        name,
                        NearestName.of(name, asked)
                                .map(near -> "is not known; did you mean " + near + '?')
                                .orElse("is not known here; known are " + asked));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemCode.VALIDATION_FAILED, "the query has faults")
                    .with(faults));
        }
    }
}
