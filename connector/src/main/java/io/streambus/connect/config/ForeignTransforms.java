package io.streambus.connect.config;

import io.streambus.connect.limits.TransformPreview;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The connector's transforms that are not ours: what they do to a record cannot be known, but by Connect's habit of naming classes for what they change.
 * Immutable, thread-safe.
 *
 * @param types their classes' names
 */
public record ForeignTransforms(List<String> types) {

    private static final String TRANSFORMS = "transforms";

    public ForeignTransforms {
        types = List.copyOf(types);
    }

    /** @param settings of the connector */
    public static ForeignTransforms in(Map<String, String> settings) {
        return new ForeignTransforms(
                Stream.of(settings.getOrDefault(TRANSFORMS, "").split(","))
                        .map(String::trim)
                        .filter(name -> !name.isEmpty())
                        .map(name -> settings.getOrDefault(TRANSFORMS + "." + name + ".type", ""))
                        .filter(type -> !TransformPreview.isOurs(type))
                        .toList());
    }

    /** What an operator should know of them; empty if there are none. */
    public Optional<String> warning() {
        return any()
                ? Optional.of("The connector has transforms that are not StreamBus's: " + String.join(", ", types)
                        + ". What they change of a record cannot be compared after a crash; records that one of them writes to another topic or"
                        + " partition, or takes the provenance header from, may then come twice.")
                : Optional.empty();
    }

    public boolean any() {
        return !types.isEmpty();
    }

    /** Whether one may change keys. */
    public boolean changeKeys() {
        return types.stream().anyMatch(type -> !type.endsWith("$Value"));
    }

    /** Whether one may change values. */
    public boolean changeValues() {
        return types.stream().anyMatch(type -> !type.endsWith("$Key"));
    }
}
